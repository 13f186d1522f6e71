package kitchen

import (
	"time"

	"orderup/order"
)

// Unseen reports whether a screen should have confirmed t by now and none has.
func (s Setup) Unseen(t order.Task, now time.Time) bool {
	at, ok := s.alarmAt(t)
	return ok && !now.Before(at)
}

// alarmAt is when t has to be confirmed at the latest; false when it need not
// be, or when the alarm was raised already.
func (s Setup) alarmAt(t order.Task) (time.Time, bool) {
	st, _ := s.Station(t.Station)
	waits := st.Receipt && t.SeenAt.IsZero() && t.AlarmAt.IsZero() && (t.State == order.Queued || t.State == order.Started)
	return t.ShownFrom().Add(s.ReceiptTime()), waits
}

// A Due is something that the house has to do to an order at a time.
type Due struct {
	At      time.Time
	Command Command
	Status  order.Status // to move it to, instead of a command
}

// Apply does to o what is due, and returns the events of it.
func (d Due) Apply(o *order.Order, s Setup, by order.Change) ([]order.Event, error) {
	if d.Status != "" {
		return o.MoveTo(d.Status, by)
	}
	return Do(o, d.Command, s, by)
}

// Next returns what has to be done next to o; false when nothing has to, unless
// somebody does something.
func (s Setup) Next(o order.Order) (next Due, ok bool) {
	offer := func(d Due) {
		if !ok || d.At.Before(next.At) {
			next, ok = d, true
		}
	}
	switch {
	case !o.Status.Open():
		return next, false
	case o.Status == order.Ready:
		if s.AutoClear > 0 {
			offer(Due{At: o.ReadyAt.Add(time.Duration(s.AutoClear) * time.Minute), Status: order.Completed})
		}
	case !o.PassedAt.IsZero():
		offer(Due{At: o.PassedAt.Add(s.GraceTime()), Command: Command{Verb: Release}})
	case s.nothingToMake(o):
		offer(Due{At: o.PlacedAt, Command: Command{Verb: Pass}})
	}
	for _, t := range o.Tasks {
		if at, waits := s.alarmAt(t); waits {
			offer(Due{At: at, Command: Command{Verb: Alarm}})
		}
		if t.State == order.Held && t.Hold == order.HoldTime {
			offer(Due{At: t.FireAt, Command: Command{Verb: Fire, Tasks: []order.TaskID{t.ID}}})
		}
	}
	return next, ok
}

// nothingToMake reports whether an order that nobody has touched is finished
// all the same: it is of drinks that are handed over as they are.
func (s Setup) nothingToMake(o order.Order) bool {
	return s.Expo == Auto && o.Status == order.Pending && len(o.Tasks) > 0 && o.Finished()
}
