package wire

import (
	"time"

	"orderup/order"
)

// Work is what the kitchen knows of an order, among the order's own fields.
type Work struct {
	Kind     string `json:"type,omitempty" enum:"takeaway,dine_in,delivery,counter" doc:"How it is eaten and handed over."`
	Table    string `json:"table,omitempty" example:"7"`
	Covers   int    `json:"covers,omitempty" doc:"People at the table."`
	Tasks    []Task `json:"tasks,omitempty" doc:"Each item at each of its stations: what a cook makes and bumps."`
	RushAt   *Time  `json:"rushAt,omitempty" doc:"When somebody put it before all others."`
	PassedAt *Time  `json:"passedAt,omitempty" doc:"When the pass let it go; it is ready once the grace is over."`
	ReadyAt  *Time  `json:"readyAt,omitempty"`
	Eta      *Eta   `json:"eta,omitempty"`
}

// A Task is one item of an order at one station.
type Task struct {
	ID           string `json:"id" doc:"Unique within the order." example:"1"`
	Line         string `json:"line" doc:"The id of the item." example:"1"`
	Station      string `json:"station" example:"fryer"`
	Quantity     int    `json:"quantity"`
	Done         int    `json:"done" doc:"Of the quantity."`
	State        string `json:"state" enum:"held,queued,started,done,voided"`
	Version      int64  `json:"version" doc:"The order's version when this task last changed."`
	Hold         string `json:"hold,omitempty" enum:"course,step,cook,time" doc:"What a held task waits for."`
	Course       int    `json:"course,omitempty"`
	Step         int    `json:"step,omitempty" doc:"Of an item that goes from station to station, from 0."`
	NoPrep       bool   `json:"noPrep,omitempty" doc:"Handed over as it is: done when fired."`
	FiredAt      *Time  `json:"firedAt,omitempty"`
	StartedAt    *Time  `json:"startedAt,omitempty"`
	DoneAt       *Time  `json:"doneAt,omitempty"`
	SeenAt       *Time  `json:"seenAt,omitempty" doc:"When a screen of the station confirmed it."`
	AlarmedAt    *Time  `json:"alarmedAt,omitempty" doc:"When nobody had confirmed it in time."`
	From         string `json:"from,omitempty" doc:"The station it was at before."`
	Recalls      int    `json:"recalls,omitempty"`
	AddOn        bool   `json:"addOn,omitempty" doc:"Ordered after the rest was fired."`
	RemakeOf     string `json:"remakeOf,omitempty" doc:"The task that is cooked again."`
	Reason       string `json:"reason,omitempty" doc:"Of a remake or a void."`
	Waste        bool   `json:"waste,omitempty" doc:"Made, or begun, for nothing."`
	Acknowledged bool   `json:"acknowledged,omitempty" doc:"The kitchen knows of the void or the add-on."`
}

// An Eta is when an order is expected to be ready, beside the promise that
// stands in estimatedReadyTime.
type Eta struct {
	P50        Time   `json:"p50" doc:"As likely before as after."`
	P80        Time   `json:"p80" doc:"Four times out of five before."`
	PromisedAt *Time  `json:"promisedAt,omitempty" doc:"When the promise was made or last moved."`
	Reason     string `json:"reason,omitempty" doc:"What the order waits for." example:"station:fryer"`
}

func fromWork(w order.Work) Work {
	work := Work{
		Kind: string(w.Kind), Table: w.Table, Covers: w.Covers,
		RushAt: timeOf(w.RushAt), PassedAt: timeOf(w.PassedAt), ReadyAt: timeOf(w.ReadyAt),
	}
	for _, t := range w.Tasks {
		work.Tasks = append(work.Tasks, fromTask(t))
	}
	if f := w.Forecast; !f.P80.IsZero() {
		work.Eta = &Eta{P50: Time(f.P50), P80: Time(f.P80), PromisedAt: timeOf(f.Promised), Reason: f.Reason}
	}
	return work
}

func fromTask(t order.Task) Task {
	return Task{
		ID: string(t.ID), Line: string(t.Line), Station: string(t.Station), Quantity: t.Quantity, Done: t.Made, State: string(t.State),
		Version: t.Version, Hold: string(t.Hold), Course: t.Course, Step: t.Step, NoPrep: t.NoPrep, FiredAt: timeOf(t.FiredAt),
		StartedAt: timeOf(t.StartedAt), DoneAt: timeOf(t.DoneAt), SeenAt: timeOf(t.SeenAt), AlarmedAt: timeOf(t.AlarmAt),
		From: string(t.From), Recalls: t.Recalls, AddOn: t.AddOn, RemakeOf: string(t.RemakeOf), Reason: t.Reason,
		Waste: t.Waste, Acknowledged: t.Acknowledged,
	}
}

// timeOf is a time that may be missing.
func timeOf(t time.Time) *Time {
	if t.IsZero() {
		return nil
	}
	w := Time(t)
	return &w
}

// moment is the time that a client sent, as the house keeps times.
func moment(t Time) time.Time { return time.Time(t).UTC().Truncate(time.Millisecond) }
