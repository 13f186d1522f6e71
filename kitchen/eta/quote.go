package eta

// A draft is an order that joins copies of the queues.
type draft struct {
	e      *Estimator
	t      float64
	queues map[string]*outlook
	raw
}

// preview foresees an order that came at t.
func (e *Estimator) preview(lines []Line, t float64) raw {
	d := draft{e: e, t: t, queues: map[string]*outlook{}, raw: raw{fin: t}}
	first := firstCourse(lines)
	d.fire(lines, first)
	for course, ok := courseAbove(lines, first); ok; course, ok = courseAbove(lines, course) {
		d.hold(lines, course)
	}
	if d.station == nil {
		d.fin = max(d.fin, t-e.packing+packingLeft)
	}
	d.fin += e.packing
	return d.raw
}

// courseAbove returns the lowest course of lines above another.
func courseAbove(lines []Line, above int) (course int, ok bool) {
	for _, l := range lines {
		if l.Course > above && (!ok || l.Course < course) {
			course, ok = l.Course, true
		}
	}
	return course, ok
}

// fire lets the lines of a course join the queues.
func (d *draft) fire(lines []Line, course int) {
	for _, l := range lines {
		if l.Course == course {
			s, dish := d.e.scout(l.Item)
			d.cover(d.queue(s).join(d.t, quantity(l), s.variants[s.best].each(dish)), s)
		}
	}
}

// hold lets a later course begin when the one before is eaten.
func (d *draft) hold(lines []Line, course int) {
	start := d.fin + d.e.pause
	for _, l := range lines {
		if l.Course == course {
			s, dish := d.e.scout(l.Item)
			d.cover(s.after(dish, quantity(l), max(start, d.queue(s).next())), s)
		}
	}
}

// queue returns the copy of a station's queue.
func (d *draft) queue(s *station) *outlook {
	q, ok := d.queues[s.name]
	if !ok {
		copied := s.see(d.t).outlook
		q = &copied
		d.queues[s.name] = q
	}
	return q
}

// scout returns the station and the dish of an item, made up for the moment
// when nobody has cooked it yet.
func (e *Estimator) scout(item string) (*station, *dish) {
	if !e.items[item] && len(e.items) >= maxItems {
		item = ""
	}
	name := e.route(item)
	s, ok := e.stations[name]
	if !ok {
		s = newStation(name, e.config.Stations[name].Slots)
	}
	if d, ok := s.dishes[item]; ok {
		return s, d
	}
	return s, s.guess(e.config.Items[item].Prep.Minutes())
}
