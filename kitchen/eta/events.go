package eta

import "time"

// Create takes an order in. Lines of its lowest course are fired at once. An
// order that is known already stays as it is.
func (e *Estimator) Create(order string, lines []Line, at time.Time) {
	t := minutes(at)
	e.advance(t)
	if _, known := e.tickets[order]; known {
		return
	}
	o := &ticket{id: order, place: e.next(), created: t, lastBump: t}
	e.tickets[order] = o
	e.open.put(o)
	e.held++
	e.add(o, lines, firstCourse(lines), t)
	e.quote(o, t)
	e.await(o, t)
}

// AddLines adds lines to an order. They are fired at once, whatever their
// course. What was forecast before says nothing about accuracy any more.
func (e *Estimator) AddLines(order string, lines []Line, at time.Time) {
	t := minutes(at)
	e.advance(t)
	o := e.tickets[order]
	if o == nil || len(lines) == 0 {
		return
	}
	e.reopen(o, t)
	o.amended, o.samples = true, nil
	e.add(o, lines, lines[0].Course, t)
}

func (e *Estimator) add(o *ticket, lines []Line, fired int, t float64) {
	for _, asked := range lines {
		if l := e.take(o, asked); asked.Course == fired {
			e.fire(l, t)
		}
	}
}

// take notes a line of an order.
func (e *Estimator) take(o *ticket, asked Line) *line {
	l := e.line(o, asked)
	o.lines = append(o.lines, l)
	o.left++
	e.held++
	return l
}

// Fire sends a line of a later course to its station.
func (e *Estimator) Fire(order, line string, at time.Time, lesson Lesson) {
	t := minutes(at)
	e.advance(t)
	o, l := e.find(order, line)
	if l == nil || l.is != held {
		return
	}
	if lesson == Teaches && o.pausing(l.course) {
		e.pause += pauseRate * (min(max(t-o.lastBump, 0), pauseLongest) - e.pause)
	}
	e.fire(l, t)
}

// Bump tells that a line is done.
func (e *Estimator) Bump(order, line string, at time.Time, lesson Lesson) {
	t := minutes(at)
	e.advance(t)
	o, l := e.find(order, line)
	if l == nil || o.closed || l.is == done {
		return
	}
	o.mimed = o.mimed || lesson == Simulated
	o.tapped = true
	o.lastBump = t
	e.bump(l, t, lesson == Teaches)
}

func (e *Estimator) bump(l *line, t float64, teach bool) {
	l.ticket.left--
	if l.is == held {
		l.is, l.done = done, t // cooked without being fired
		return
	}
	l.station.bump(l, t, teach)
	if l.taught != nil {
		l.station.watch(l, t)
	}
	l.ticket.waits = l.station
	if e.config.Items[l.item].Station == "" {
		e.past.add(l)
	}
}

// Unbump opens a line again that was bumped by mistake, or has to be made
// good: it is where it was in the queue, and what its bump taught is taken
// back. An order that was ready is open again.
func (e *Estimator) Unbump(order, line string, at time.Time) {
	t := minutes(at)
	e.advance(t)
	o, l := e.find(order, line)
	if l == nil || l.is != done {
		return
	}
	e.reopen(o, t)
	o.samples = nil
	o.left++
	if l.begun == nil { // it was never fired
		l.is = held
		return
	}
	l.station.reopen(l, t)
}

// Recall takes a ready order back into the kitchen, with all its lines done.
func (e *Estimator) Recall(order string, at time.Time) {
	t := minutes(at)
	e.advance(t)
	if o := e.tickets[order]; o != nil {
		e.reopen(o, t)
	}
}

// Cancel takes an order out of the kitchen. Nothing is learned from its lines.
func (e *Estimator) Cancel(order string, at time.Time) {
	t := minutes(at)
	e.advance(t)
	if o := e.tickets[order]; o != nil {
		e.forget(o, t)
	}
}

// Void takes one line out of an order; nothing is learned from it.
func (e *Estimator) Void(order, line string, at time.Time) {
	t := minutes(at)
	e.advance(t)
	o, l := e.find(order, line)
	if l == nil || o.closed {
		return
	}
	o.amended, o.samples = true, nil
	e.withdraw(o, l, t)
}

func (e *Estimator) withdraw(o *ticket, l *line, t float64) {
	if l.is != done {
		o.left--
	}
	if l.is == queued {
		l.station.remove(l, t)
	}
	l.is = gone
}

// Reroute sends a line to another station, where it has another name. The guest
// gets what was promised, so the order counts as any other. A line that was
// not fired is not fired there.
func (e *Estimator) Reroute(order, line string, to Line, at time.Time) {
	t := minutes(at)
	e.advance(t)
	o, l := e.find(order, line)
	if l == nil || o.closed || l.is == gone {
		return
	}
	fired := l.is != held
	e.withdraw(o, l, t)
	moved := e.take(o, to)
	if fired {
		e.fire(moved, t)
	}
}

// Ready tells that an order is ready: lines that nobody bumped are done too.
func (e *Estimator) Ready(order string, at time.Time, lesson Lesson) {
	t := minutes(at)
	e.advance(t)
	o := e.tickets[order]
	if o == nil || o.closed {
		return
	}
	o.mimed = o.mimed || lesson == Simulated
	e.pack(o, t)
	e.close(o)
	e.keep(o)
	if !o.mimed && !o.returned && !o.cleared() {
		e.conclude(o, t)
	}
}

// pack bumps what nobody has bumped. The line that should have been last says
// how long it took; of the others nobody knows.
func (e *Estimator) pack(o *ticket, t float64) {
	if o.left == 0 && o.tapped && !o.mimed && !o.cleared() {
		e.packing += packingRate * (min(max(t-o.lastBump, 0), packingLongest) - e.packing)
	}
	last := o.slowest()
	for _, l := range o.lines {
		switch l.is {
		case queued:
			e.bump(l, max(t-e.packing, min(l.fired+packingLeft, t)), l == last && !o.mimed)
		case held:
			l.is = gone
		}
	}
	o.left = 0
}

// NewDay tells that a business day begins: yesterday's pace is half
// forgotten, and dishes without a station are given one.
func (e *Estimator) NewDay(at time.Time) {
	t := minutes(at)
	e.advance(t)
	for _, s := range e.stations {
		s.newDay()
	}
	e.infer()
	e.ledger.turn()
}

// find returns an order and one of its lines, nil when there is none.
func (e *Estimator) find(order, line string) (*ticket, *line) {
	o := e.tickets[order]
	if o == nil {
		return nil, nil
	}
	return o, o.find(line)
}

// reopen takes a ready order among the open ones again.
func (e *Estimator) reopen(o *ticket, t float64) {
	if !o.closed {
		return
	}
	o.closed, o.returned, o.samples = false, true, nil
	e.unkeep(o)
	e.open.put(o)
	e.held += 1 + len(o.lines)
	e.await(o, t)
}
