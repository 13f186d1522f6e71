package kitchen

import (
	"slices"
	"strconv"
	"time"

	"orderup/fault"
	"orderup/order"
)

func nextID(had int) string { return strconv.Itoa(had + 1) }

// Status returns what an order's status has to be: it follows from the tasks,
// unless the order is handed over or cancelled. What was begun once is never
// pending again.
func Status(o order.Order) order.Status {
	switch {
	case !o.Status.Open() || !slices.ContainsFunc(o.Tasks, order.Task.Counts):
		return o.Status // nothing that it could follow from
	case !o.ReadyAt.IsZero() && o.Finished():
		return order.Ready
	case o.Begun() || !o.BegunAt.IsZero():
		return order.InProgress
	}
	return order.Pending
}

// pass is order up: all is done, or whoever passes it takes the rest for done.
func (w *work) pass() error {
	o := w.order
	if !o.Finished() {
		if !w.Force {
			return fault.Conflict("kitchen.open", "order %s has tasks that are not done: wait, or pass it all the same", o.Number)
		}
		w.finishAll()
	}
	if o.PassedAt.IsZero() {
		o.PassedAt = w.at
		w.changed = append(w.changed, "")
	}
	return nil
}

func (w *work) finishAll() {
	for i := range w.order.Tasks {
		if t := &w.order.Tasks[i]; t.Open() {
			t.Finish(w.at)
			t.Version = w.version
			w.changed = append(w.changed, t.ID)
		}
	}
}

// settle lets everything follow from the tasks that have changed, and returns
// the events of it all.
func (w *work) settle(by order.Change) []order.Event {
	if w.Verb == Release {
		return w.follow(by)
	}
	if len(w.changed) == 0 {
		return nil
	}
	w.passOn()
	w.decidePass()
	done := by
	done.Message = w.describe(w.order.Number)
	e := w.order.Changed(order.Worked, done)
	e.Verb, e.Tasks = w.Verb, slices.DeleteFunc(w.changed, func(id order.TaskID) bool { return id == "" })
	return append([]order.Event{e}, w.follow(by)...)
}

// passOn fires what waited for what is done now: the next station of a line,
// and where courses follow by themselves the next course.
func (w *work) passOn() {
	for i := range w.order.Tasks {
		t := &w.order.Tasks[i]
		if t.State != order.Held || !w.turnOf(*t) {
			continue
		}
		t.Fire(w.now)
		t.Version = w.version
		w.changed = append(w.changed, t.ID)
	}
}

// turnOf reports whether what a held task waits for is done.
func (w *work) turnOf(t order.Task) bool {
	open := func(before func(order.Task) bool) bool {
		return slices.ContainsFunc(w.order.Tasks, func(o order.Task) bool { return o.Open() && before(o) })
	}
	switch t.Hold {
	case order.HoldStep:
		return !open(func(o order.Task) bool { return o.Line == t.Line && o.Step < t.Step })
	case order.HoldCourse:
		return w.setup.Fire == ByCourse && !open(func(o order.Task) bool { return max(o.Course, 1) < max(t.Course, 1) })
	}
	return false
}

// decidePass says whether the pass has let the order go: where nobody stands
// there, as soon as all is done; and no longer when something is to be made
// again.
func (w *work) decidePass() {
	o := w.order
	switch {
	case !o.Finished():
		o.PassedAt = time.Time{}
	case o.PassedAt.IsZero() && w.setup.Expo == Auto && (o.Begun() || o.Status != order.Pending):
		o.PassedAt = w.now
	}
}

// follow changes the status to what follows from the tasks.
func (w *work) follow(by order.Change) (events []order.Event) {
	o := w.order
	by.Message = ""
	step := func(to order.Status) {
		if a, ok := o.Status.Arrow(to); ok {
			events = append(events, o.Follow(a, by))
		}
	}
	if o.Status == order.Completed && !o.Finished() {
		step(order.Ready)
	}
	if o.Status == order.Ready && !o.Finished() {
		step(order.InProgress)
	}
	if o.Status == order.Pending && (o.Begun() || !o.PassedAt.IsZero()) {
		step(order.InProgress)
	}
	if o.Status == order.InProgress && !o.PassedAt.IsZero() && w.now.Sub(o.PassedAt) >= w.setup.GraceTime() {
		step(order.Ready)
	}
	return events
}
