package restaurant

import (
	"context"
	"slices"
	"sync"
	"time"

	"orderup/kitchen"
	"orderup/kitchen/eta"
	"orderup/menu"
	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// models are what the house has learnt of its kitchens: when orders will be
// ready. Each is a fold over the log of its location.
type models struct {
	mu    sync.Mutex
	known map[order.Location]*model
}

// A model is what is learnt of one kitchen.
type model struct {
	mu        sync.Mutex
	estimator *eta.Estimator
	config    eta.Config
	teachable bool // by simulated cooks too: the whole service is one
	day       order.Day
	at        int64 // number of the last event it has learnt of
}

// place returns how far in the log m has learnt; 0 when nobody has begun to
// teach it.
func (m *model) place() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.at
}

// open lists the orders that are open, oldest first.
func (m *model) open() []order.ID {
	m.mu.Lock()
	defer m.mu.Unlock()
	names := m.estimator.Open()
	ids := make([]order.ID, len(names))
	for i, name := range names {
		ids[i] = order.ID(name)
	}
	return ids
}

func (m *models) of(l order.Location, teachable bool) *model {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil {
		m.known = map[order.Location]*model{}
	}
	if m.known[l] == nil {
		config := eta.Config{Stations: map[string]eta.StationConfig{}, Items: map[string]eta.ItemConfig{}}
		m.known[l] = &model{config: config, estimator: eta.New(config), teachable: teachable}
	}
	return m.known[l]
}

func (h *House) model(l order.Location) *model { return h.models.of(l, h.rate != 1) }

// quote returns when an order of these tasks would be ready that is placed now,
// and what to promise.
func (m *model) quote(setup kitchen.Setup, lines []order.Line, tasks []order.Task, now time.Time) order.Forecast {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.configure(setup)
	f := m.estimator.Quote(m.linesOf(lines, tasks), now)
	promise := fullMinute(f.P80)
	return order.Forecast{P50: f.P50, P80: f.P80, First: promise, Promised: now, Reason: reasonOf(f)}
}

// fullMinute is the first full minute that is not before t: what a guest is told.
func fullMinute(t time.Time) time.Time {
	if full := t.Truncate(time.Minute); full.Before(t) {
		return full.Add(time.Minute)
	}
	return t
}

func reasonOf(f eta.Forecast) string {
	if f.Station == "" {
		return ""
	}
	return "station:" + f.Station
}

// configure tells the model how many units each station makes at a time.
func (m *model) configure(setup kitchen.Setup) {
	clear(m.config.Stations)
	for _, st := range setup.Stations {
		m.config.Stations[string(st.ID)] = eta.StationConfig{Slots: st.Slots}
	}
}

// linesOf turns tasks into what the model counts: each task is a line of its
// own. Where there is one station only it is not named, so that the model finds
// out what is made side by side.
func (m *model) linesOf(lines []order.Line, tasks []order.Task) []eta.Line {
	var list []eta.Line
	for _, t := range tasks {
		if l := lineOf(lines, t.Line); l != nil && !t.NoPrep {
			list = append(list, m.lineOf(*l, t))
		}
	}
	return list
}

func lineOf(lines []order.Line, id order.LineID) *order.Line {
	for i := range lines {
		if lines[i].ID == id {
			return &lines[i]
		}
	}
	return nil
}

func (m *model) lineOf(l order.Line, t order.Task) eta.Line {
	item := string(l.Item)
	if item == "" {
		item = l.Name
	}
	item += "@" + string(t.Station)
	if _, known := m.config.Items[item]; !known && len(m.config.Items) < maxDishes {
		m.config.Items[item] = eta.ItemConfig{Station: m.stationOf(t.Station), Prep: time.Duration(l.Prep) * time.Second}
	}
	return eta.Line{ID: lineID(t), Item: item, Quantity: t.Quantity, Course: 10*max(t.Course, 1) + t.Step}
}

// maxDishes is how many dishes the model is told the station of: names typed
// at a till can be anything.
const maxDishes = 5000

func (m *model) stationOf(id menu.StationID) string {
	if len(m.config.Stations) == 1 {
		return ""
	}
	return string(id)
}

// lineID names a task where it is: at another station it is another one.
func lineID(t order.Task) string { return string(t.ID) + "@" + string(t.Station) }

// learn takes in what happened to an order, once; was is the order before, a
// zero one when it is not known.
func (m *model) learn(setup kitchen.Setup, was order.Order, e order.Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e.Seq <= m.at {
		return
	}
	m.at = e.Seq
	m.configure(setup)
	if o := e.Order; e.Type == order.Placed {
		m.turnDay(o.Day, e.At)
		m.estimator.Create(string(o.ID), m.linesOf(o.Lines, o.Tasks), e.At)
		m.estimator.Promised(string(o.ID), o.ReadyBy)
		return
	}
	if was.ID == "" {
		return // from before the model's time
	}
	m.learnTasks(was, e)
	m.learnStatus(was, e)
}

func (m *model) turnDay(d order.Day, at time.Time) {
	if m.day != "" && d != m.day {
		m.estimator.NewDay(at)
	}
	m.day = d
}

// lesson says whether what somebody did teaches the model.
func (m *model) lesson(e order.Event) eta.Lesson {
	return eta.Lesson(e.Actor != simulation || m.teachable)
}

// simulation is who the simulated cooks are in the log.
const simulation = "simulation"

func (m *model) learnTasks(was order.Order, e order.Event) {
	id := string(e.Order.ID)
	for _, t := range e.Order.Tasks {
		before := was.Task(t.ID)
		switch {
		case t.NoPrep:
		case before == nil:
			m.estimator.AddLines(id, m.linesOf(e.Order.Lines, []order.Task{t}), e.At)
		case before.Station != t.Station:
			for _, l := range m.linesOf(e.Order.Lines, []order.Task{t}) {
				m.estimator.Reroute(id, lineID(*before), l, e.At)
			}
		case before.State != t.State:
			m.learnTask(id, *before, t, e)
		}
	}
}

// learnTask takes in that a task has changed its state. What a change of status
// did to it nobody tapped.
func (m *model) learnTask(id string, was, t order.Task, e order.Event) {
	lesson := m.lesson(e)
	if was.State == order.Held && t.State != order.Voided {
		m.estimator.Fire(id, lineID(t), e.At, lesson)
	}
	switch {
	case t.State == order.Voided:
		m.estimator.Void(id, lineID(t), e.At)
	case t.State == order.Done && e.Type == order.Worked:
		m.estimator.Bump(id, lineID(t), t.DoneAt, lesson)
	case was.State == order.Done && t.State == order.Started:
		m.estimator.Unbump(id, lineID(t), e.At)
	}
}

func (m *model) learnStatus(was order.Order, e order.Event) {
	id := string(e.Order.ID)
	switch {
	case e.Type == order.Promised:
		m.estimator.Promised(id, e.Order.ReadyBy)
	case e.Order.Status == was.Status:
	case e.Order.Status == order.Ready && was.Status == order.InProgress:
		m.estimator.Ready(id, e.Order.PassedAt, m.lesson(e))
	case e.Order.Status == order.Cancelled:
		m.estimator.Cancel(id, e.At)
	case e.Order.Status == order.InProgress && was.Status == order.Ready:
		m.estimator.Recall(id, e.At)
	}
}

// revise returns what the guest of an order should be told now; false if that
// is what he was told.
func (m *model) revise(o order.Order, now time.Time) (order.Forecast, time.Time, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	shown, _ := m.estimator.Publish(string(o.ID), now)
	if shown.Equal(o.ReadyBy) { // otherwise it is new, or could not be stored the last time
		return order.Forecast{}, shown, false
	}
	f, open := m.estimator.Forecast(string(o.ID), now)
	if !open {
		return order.Forecast{}, shown, false
	}
	next := o.Forecast
	next.P50, next.P80, next.Promised, next.Reason = f.P50, f.P80, now, reasonOf(f)
	next.Moves++
	return next, shown, true
}

// Quote returns when an order would be ready that is placed now. Nothing is
// stored. It returns a Forbidden fault, or the Invalid fault of
// order.CheckLines.
func (h *House) Quote(ctx context.Context, who staff.Principal, lines []order.Line, kind order.Kind) (order.Forecast, error) {
	if err := who.Demand(staff.QuoteOrder); err != nil {
		return order.Forecast{}, err
	}
	if err := order.CheckLines(lines); err != nil {
		return order.Forecast{}, err
	}
	setup, err := h.setup(ctx, who.Location)
	if err != nil {
		return order.Forecast{}, err
	}
	filled, err := h.looked(ctx, who.Location, lines)
	return h.forecast(setup, who.Location, filled, kind), err
}

// looked returns lines with what the menu says of them, and takes nothing.
func (h *House) looked(ctx context.Context, l order.Location, lines []order.Line) (filled []order.Line, err error) {
	if !slices.ContainsFunc(lines, onMenu) {
		return lines, nil
	}
	filled = slices.Clone(lines)
	err = h.store.View(ctx, l, func(r store.Reader) error {
		card, err := h.menuOf(r)
		if err != nil {
			return err
		}
		return fill(filled, card)
	})
	return filled, err
}

// forecast quotes lines by a set-up.
func (h *House) forecast(setup kitchen.Setup, l order.Location, lines []order.Line, kind order.Kind) order.Forecast {
	now := h.clock()
	numbered := order.NumberLines(lines, 1)
	tasks := setup.Route(numbered, order.Work{Kind: kind}, now, 1)
	return h.model(l).quote(setup, numbered, tasks, now)
}

// ForecastStats returns how honest the forecasts of the last days were.
func (h *House) ForecastStats(_ context.Context, who staff.Principal) (eta.Stats, error) {
	if err := who.Demand(staff.ReadStats); err != nil {
		return eta.Stats{}, err
	}
	m := h.model(who.Location)
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.estimator.Stats(), nil
}

// pause returns how long to wait in the world until a time of the house.
func (h *House) pause(until time.Time) time.Duration {
	return time.Duration(float64(until.Sub(h.now())) / h.rate)
}
