package kitchen

import (
	"slices"
	"time"

	"orderup/order"
)

// start begins a task that its station has been given.
func start(w *work, t *order.Task) (bool, error) {
	switch t.State {
	case order.Queued:
		w.begin(t)
		return true, nil
	case order.Started, order.Done:
		return false, nil
	}
	return false, refuse(w, t, "started")
}

// bump makes a task done, or a part of it.
func bump(w *work, t *order.Task) (bool, error) {
	switch t.State {
	case order.Done:
		return false, nil
	case order.Held, order.Voided:
		return false, refuse(w, t, "bumped")
	}
	w.begin(t)
	if w.Quantity > 0 && t.Made+w.Quantity < t.Quantity {
		t.Made += w.Quantity
		return true, nil
	}
	t.Finish(w.tapOf(t))
	t.Acknowledged = t.Acknowledged || t.AddOn
	return true, nil
}

// begin starts a task; who does has seen it.
func (w *work) begin(t *order.Task) {
	t.Begin(w.tapOf(t))
	if t.SeenAt.IsZero() {
		t.SeenAt = w.now
	}
}

// tapOf is the time of the tap, but not before the task was fired.
func (w *work) tapOf(t *order.Task) time.Time {
	if w.at.Before(t.FiredAt) {
		return t.FiredAt
	}
	return w.at
}

// undo takes back a bump that was a mis-tap: nobody needs to know.
func undo(w *work, t *order.Task) (bool, error) {
	switch {
	case t.State == order.Voided || t.State == order.Held:
		return false, refuse(w, t, "taken back")
	case t.State == order.Started && t.Made > 0:
		t.Made = 0
		return true, nil
	case t.State != order.Done || t.NoPrep:
		return false, nil
	case w.now.Sub(t.DoneAt) > order.RecallWindow:
		return false, refuse(w, t, "taken back after so long")
	case w.handedOn(t):
		return false, refuse(w, t, "taken back: the next station is at it")
	}
	t.Reopen()
	if _, ok := w.setup.Station(t.Station); !ok { // it is no more
		t.Send(w.setup.CatchAll, w.now)
	}
	return true, nil
}

// recall takes a bumped task back to its station, marked; its place and its
// timer stay.
func recall(w *work, t *order.Task) (bool, error) {
	if t.State != order.Done {
		if t.State == order.Started || t.State == order.Queued {
			return false, nil
		}
		return false, refuse(w, t, "recalled")
	}
	changed, err := undo(w, t)
	if !changed || err != nil {
		return changed, err
	}
	t.SendBack(w.now)
	if w.Quantity > 0 {
		t.Made = max(t.Quantity-w.Quantity, 0)
	}
	return true, nil
}

// handedOn reports whether the next station has begun with t's line. What it
// has not begun is taken from it again.
func (w *work) handedOn(t *order.Task) bool {
	next := func(o order.Task) bool { return o.Line == t.Line && o.Step == t.Step+1 }
	if slices.ContainsFunc(w.order.Tasks, func(o order.Task) bool { return next(o) && (o.State == order.Started || o.State == order.Done) }) {
		return true
	}
	for i := range w.order.Tasks {
		if o := &w.order.Tasks[i]; next(*o) && o.State == order.Queued {
			o.State, o.Hold, o.FiredAt, o.Version = order.Held, order.HoldStep, time.Time{}, w.version
			w.changed = append(w.changed, o.ID)
		}
	}
	return false
}

// fire makes a held task work now. What waits for another station is not held
// by anybody.
func fire(w *work, t *order.Task) (bool, error) {
	switch {
	case t.State == order.Held && t.Hold != order.HoldStep:
		t.Fire(w.now)
		return true, nil
	case t.State == order.Held || t.State == order.Voided:
		return false, refuse(w, t, "fired")
	}
	return false, nil
}

// hold takes a task that nobody has begun away from its station for now.
func hold(w *work, t *order.Task) (bool, error) {
	switch t.State {
	case order.Queued:
		t.State, t.Hold, t.FiredAt = order.Held, order.HoldCook, time.Time{}
		return true, nil
	case order.Held:
		return false, nil
	}
	return false, refuse(w, t, "held")
}

// refire has a task cooked again: a new task with a timer of its own. One that
// was not done yet is withdrawn.
func refire(w *work, t *order.Task) (bool, error) {
	if t.State == order.Voided || t.State == order.Held || t.NoPrep {
		return false, refuse(w, t, "cooked again")
	}
	again := order.Task{
		ID: order.TaskID(nextID(len(w.order.Tasks) + len(w.added))), Line: t.Line, Station: w.setup.open(t.Station), Quantity: t.Quantity,
		Course: t.Course, Step: t.Step, RemakeOf: t.ID, Reason: w.Reason, Version: w.version,
	}
	if w.Quantity > 0 {
		again.Quantity = min(w.Quantity, t.Quantity)
	}
	again.Fire(w.now)
	w.added = append(w.added, again)
	w.changed = append(w.changed, again.ID)
	if t.State != order.Done {
		t.Withdraw(w.Reason)
		t.Acknowledged = true // by the remake
	}
	t.Waste = true
	return true, nil
}

// void withdraws a line, or a part of it, at all of its stations.
func void(w *work, t *order.Task) (bool, error) {
	switch {
	case t.State == order.Voided:
		return false, nil
	case t.State == order.Done && !t.NoPrep:
		return false, refuse(w, t, "withdrawn: it is made")
	case w.Quantity > 0 && w.Quantity < t.Quantity:
		return true, w.voidPart(t)
	}
	w.discharge(t, t.Quantity)
	t.Withdraw(w.Reason)
	return true, nil
}

// voidPart splits what is withdrawn off a task, for the screen to show.
func (w *work) voidPart(t *order.Task) error {
	if t.Quantity-w.Quantity < t.Made {
		return refuse(w, t, "withdrawn: part of it is made")
	}
	part := *t
	part.ID, part.Quantity, part.Made, part.Version = order.TaskID(nextID(len(w.order.Tasks)+len(w.added))), w.Quantity, 0, w.version
	part.Withdraw(w.Reason)
	w.added = append(w.added, part)
	w.changed = append(w.changed, part.ID)
	t.Quantity -= w.Quantity
	w.discharge(t, w.Quantity)
	return nil
}

// discharge takes n off what is charged of t's line, once however many stations
// make it.
func (w *work) discharge(t *order.Task, n int) {
	first := slices.IndexFunc(w.order.Tasks, func(o order.Task) bool { return o.Line == t.Line && o.RemakeOf == "" })
	if first < 0 || w.order.Tasks[first].ID != t.ID {
		return
	}
	w.order.Lines = slices.Clone(w.order.Lines)
	l := w.order.Line(t.Line)
	l.Voided = min(l.Voided+n, l.Quantity)
	w.order.Total = order.Total(w.order.Lines)
}

// acknowledge says that the kitchen knows of a void or an add-on.
func acknowledge(_ *work, t *order.Task) (bool, error) {
	if t.Acknowledged || (t.State != order.Voided && !t.AddOn) {
		return false, nil
	}
	t.Acknowledged = true
	return true, nil
}

// see says that a screen of the station shows the task: as it is, unless the
// screen has shown an order from before the task last changed.
func see(w *work, t *order.Task) (bool, error) {
	if w.Expected > 0 && t.Version > w.Expected {
		return false, nil
	}
	if !t.SeenAt.IsZero() || t.State == order.Held || (t.NoPrep && t.State == order.Done) {
		return false, nil
	}
	t.SeenAt = w.now
	return true, nil
}

// reroute moves a task that is not done to another station, where nobody has
// seen it yet; its timer goes on.
func reroute(w *work, t *order.Task) (bool, error) {
	if !t.Open() {
		return false, refuse(w, t, "moved")
	}
	if t.Station == w.To {
		return false, nil
	}
	t.Send(w.To, w.now)
	return true, nil
}

// alarm says that no screen has confirmed a task in time, and moves it to the
// backup of its station if that has one.
func alarm(w *work, t *order.Task) (bool, error) {
	if !w.setup.Unseen(*t, w.now) {
		return false, nil
	}
	if st, _ := w.setup.Station(t.Station); st.Backup != "" {
		t.Send(w.setup.open(st.Backup), w.now)
	}
	t.AlarmAt = w.now
	return true, nil
}
