package order

import (
	"slices"
	"strconv"
	"time"

	"orderup/menu"
)

type (
	// TaskID names a task within its order: "1", "2", ...
	TaskID string
	// TaskState says how far a task is.
	TaskState string
	// Hold says what a held task waits for.
	Hold string
	// Verb names what was done in the kitchen: "bump".
	Verb string
)

// The states of a task. A task passes the first four in this order.
const (
	Held    TaskState = "held"    // its station does not see it as work yet
	Queued  TaskState = "queued"  // fired: its station is to make it
	Started TaskState = "started" // somebody is at it
	Done    TaskState = "done"    // bumped
	Voided  TaskState = "voided"  // withdrawn
)

// TaskStates lists every state of a task.
var TaskStates = []TaskState{Held, Queued, Started, Done, Voided}

// What a held task waits for.
const (
	HoldCourse Hold = "course" // for its course to be fired
	HoldStep   Hold = "step"   // for the station before it
	HoldCook   Hold = "cook"   // for somebody to fire it: it was put on hold by hand
	HoldTime   Hold = "time"   // for its time: it would be done too early
)

// A Task is one line of an order at one station: what a cook makes and bumps.
type Task struct {
	ID           TaskID         `json:"id"`
	Line         LineID         `json:"line"`
	Station      menu.StationID `json:"station"`
	Quantity     int            `json:"quantity"`
	Made         int            `json:"made,omitzero"` // of the quantity
	State        TaskState      `json:"state"`
	Version      int64          `json:"version"` // the order's when the task last changed
	Hold         Hold           `json:"hold,omitzero"`
	Course       int            `json:"course,omitzero"` // 0 and 1 are the first
	Step         int            `json:"step,omitzero"`   // of a line that goes from station to station, from 0
	NoPrep       bool           `json:"noPrep,omitzero"` // handed over as it is: done when fired
	FireAt       time.Time      `json:"fireAt,omitzero"` // of a task that waits for its time
	FiredAt      time.Time      `json:"firedAt,omitzero"`
	StartedAt    time.Time      `json:"startedAt,omitzero"`
	DoneAt       time.Time      `json:"doneAt,omitzero"`
	SentAt       time.Time      `json:"sentAt,omitzero"`  // to its station once more after it was fired: moved there, or recalled
	SeenAt       time.Time      `json:"seenAt,omitzero"`  // a screen of the station confirmed it
	AlarmAt      time.Time      `json:"alarmAt,omitzero"` // nobody had confirmed it
	From         menu.StationID `json:"from,omitzero"`    // where it was before it was moved
	Recalls      int            `json:"recalls,omitzero"`
	AddOn        bool           `json:"addOn,omitzero"` // ordered after the order was fired
	RemakeOf     TaskID         `json:"remakeOf,omitzero"`
	Reason       string         `json:"reason,omitzero"`       // of a remake or a void
	Waste        bool           `json:"waste,omitzero"`        // made, or begun, for nothing
	Acknowledged bool           `json:"acknowledged,omitzero"` // of an add-on or a void: the kitchen knows
}

// Open reports whether t is still to be made.
func (t Task) Open() bool { return t.State == Held || t.State == Queued || t.State == Started }

// Counts reports whether the status of the order depends on t.
func (t Task) Counts() bool { return t.State != Voided && !t.NoPrep }

// Touches reports whether t is, or was, a station's.
func (t Task) Touches(s menu.StationID) bool { return t.Station == s || t.From == s }

// A Kind is how an order is eaten and handed over.
type Kind string

// The kinds of order.
const (
	TakeAway Kind = "takeaway"
	DineIn   Kind = "dine_in"
	Delivery Kind = "delivery"
	Counter  Kind = "counter"
)

// Kinds lists every kind of order; the first is that of an order that says
// nothing.
var Kinds = []Kind{TakeAway, DineIn, Delivery, Counter}

// A Forecast is when an order is expected to be ready.
type Forecast struct {
	P50      time.Time `json:"p50,omitzero"`      // as likely before as after
	P80      time.Time `json:"p80,omitzero"`      // four times out of five before
	Promised time.Time `json:"promised,omitzero"` // when the promise was made or last moved
	First    time.Time `json:"first,omitzero"`    // the first promise
	Moves    int       `json:"moves,omitzero"`    // how often it was moved
	Reason   string    `json:"reason,omitzero"`   // what it waits for: "station:fryer"
}

// Work is what the kitchen knows of an order.
type Work struct {
	Kind     Kind      `json:"kind,omitzero"`
	Table    string    `json:"table,omitzero"`
	Covers   int       `json:"covers,omitzero"`
	Tasks    []Task    `json:"tasks,omitzero"`
	BegunAt  time.Time `json:"begunAt,omitzero"`  // when it was first in progress
	RushAt   time.Time `json:"rushAt,omitzero"`   // when somebody put it first
	PassedAt time.Time `json:"passedAt,omitzero"` // when the pass let it go: ready once the grace is over
	ReadyAt  time.Time `json:"readyAt,omitzero"`
	Forecast Forecast  `json:"forecast,omitzero"`
}

// Task returns the task of an id; nil if there is none.
func (w *Work) Task(id TaskID) *Task {
	for i := range w.Tasks {
		if w.Tasks[i].ID == id {
			return &w.Tasks[i]
		}
	}
	return nil
}

// Own gives w tasks that no other copy of the order shares, before they are
// changed.
func (w *Work) Own() { w.Tasks = slices.Clone(w.Tasks) }

// NextTask returns the id of the next task of w.
func (w *Work) NextTask() TaskID { return TaskID(strconv.Itoa(len(w.Tasks) + 1)) }

// Begun reports whether anybody has begun, or finished, what has to be made.
func (w *Work) Begun() bool {
	return slices.ContainsFunc(w.Tasks, func(t Task) bool { return t.Counts() && (t.State == Started || t.State == Done) })
}

// Finished reports whether nothing is left to make.
func (w *Work) Finished() bool {
	return !slices.ContainsFunc(w.Tasks, func(t Task) bool { return t.Counts() && t.Open() })
}

// force makes the tasks agree with a change of status that somebody made
// without them.
func (w *Work) force(m Move, at time.Time, version int64) {
	w.Own()
	for i := range w.Tasks {
		if t := &w.Tasks[i]; t.force(m, at) {
			t.Version = version
		}
	}
}

// force reports whether t has changed.
func (t *Task) force(m Move, at time.Time) bool {
	switch {
	case m == Start && (t.State == Held || t.State == Queued):
		t.Begin(at)
	case m == Finish && t.Open():
		t.Finish(at)
	case m == Recall && t.State == Done && !t.NoPrep:
		t.SendBack(at)
	case m == Cancel && t.Open():
		t.Withdraw("cancelled")
	default:
		return false
	}
	return true
}

// Fire makes t work of its station; what needs no preparation is done at once.
func (t *Task) Fire(at time.Time) {
	t.State, t.Hold, t.FiredAt, t.FireAt, t.SentAt = Queued, "", at, time.Time{}, time.Time{}
	t.unseen()
	if t.NoPrep {
		t.Finish(at)
	}
}

// Begin starts t, and fires it first if it was held.
func (t *Task) Begin(at time.Time) {
	if t.State == Held {
		t.Fire(at)
	}
	if t.State == Queued {
		t.State, t.StartedAt = Started, at
	}
}

// Finish makes t done.
func (t *Task) Finish(at time.Time) {
	t.Begin(at)
	t.State, t.DoneAt, t.Made = Done, at, t.Quantity
}

// Reopen takes a done task back to where it was before its bump; its place and
// its times stay.
func (t *Task) Reopen() { t.State, t.DoneAt, t.Made = Started, time.Time{}, 0 }

// SendBack is Reopen for what has to be worked on again: its station has to see
// it once more.
func (t *Task) SendBack(at time.Time) {
	t.Reopen()
	t.Recalls++
	t.Send(t.Station, at)
}

// Send gives t, which is fired, to a station whose screen has to confirm it.
func (t *Task) Send(to menu.StationID, at time.Time) {
	if t.Station != to {
		t.From, t.Station = t.Station, to
	}
	t.SentAt = at
	t.unseen()
}

// unseen says that no screen has confirmed t, as it is now.
func (t *Task) unseen() { t.SeenAt, t.AlarmAt = time.Time{}, time.Time{} }

// ShownFrom is when t came onto the screen of its station.
func (t Task) ShownFrom() time.Time {
	if t.SentAt.After(t.FiredAt) {
		return t.SentAt
	}
	return t.FiredAt
}

// Withdraw voids t. What was fired the kitchen has to acknowledge; what was
// begun is waste.
func (t *Task) Withdraw(reason string) {
	t.Waste, t.Acknowledged, t.Reason = t.State == Started || t.State == Done, t.State == Held, reason
	t.State, t.Hold = Voided, ""
}
