package kitchen

import (
	"slices"
	"time"

	"orderup/fault"
	"orderup/menu"
	"orderup/order"
)

// A Rule sends the lines that it fits to stations. Of its conditions all that
// are set must hold; a rule without any fits every line.
type Rule struct {
	Item     menu.ItemID      `json:"item,omitzero"`
	Category string           `json:"category,omitzero"`
	Option   string           `json:"option,omitzero"` // name of a choice of the guest
	Name     string           `json:"name,omitzero"`   // of the line, for free-form ones
	Kind     order.Kind       `json:"type,omitzero"`   // of the order
	Stations []menu.StationID `json:"stations,omitzero"`
	Sequence bool             `json:"sequence,omitzero"` // one station after the other instead of all at once
	NoPrep   bool             `json:"noPrep,omitzero"`   // handed over as it is: done when fired
}

// check returns an Invalid fault unless r sends lines somewhere.
func (r Rule) check(s Setup, at string) error {
	if len(r.Stations) == 0 || len(r.Stations) > MaxStations {
		return fault.Invalid("kitchen.rule", "a rule needs 1 to %d stations", MaxStations).At(at + ".stations")
	}
	for i, id := range r.Stations {
		if _, ok := s.Station(id); !ok {
			return fault.Invalid("kitchen.rule", "there is no station %q", id).At(at + ".stations")
		}
		if slices.Contains(r.Stations[:i], id) {
			return fault.Invalid("kitchen.rule", "the station %s stands twice in one rule", id).At(at + ".stations")
		}
	}
	return nil
}

// fits reports whether r is about a line of a kind of order.
func (r Rule) fits(l order.Line, k order.Kind) bool {
	return (r.Item == "" || r.Item == l.Item) &&
		(r.Category == "" || r.Category == l.Category) &&
		(r.Name == "" || r.Name == l.Name) &&
		(r.Kind == "" || r.Kind == k) &&
		(r.Option == "" || slices.ContainsFunc(l.Options, func(o order.Option) bool { return o.Name == r.Option }))
}

// way returns how a line goes through the kitchen: by the first rule that fits
// it, else to the station of its menu item, else to the catch-all.
func (s Setup) way(l order.Line, k order.Kind) Rule {
	for _, r := range s.Rules {
		if r.fits(l, k) {
			return r
		}
	}
	home := l.Station
	if _, ok := s.Station(home); !ok {
		home = s.CatchAll
	}
	return Rule{Stations: []menu.StationID{home}, NoPrep: l.NoPrep}
}

// open returns the station that makes the tasks of id: itself, or while it is
// closed its backup. When all are closed it is id, and when that is no more the
// catch-all: no task is ever nowhere.
func (s Setup) open(id menu.StationID) menu.StationID {
	at := id
	for range s.Stations {
		st, ok := s.Station(at)
		if !ok {
			return s.CatchAll
		}
		if !st.Closed {
			return at
		}
		if st.Backup == "" {
			break
		}
		at = st.Backup
	}
	return id
}

// Route returns the tasks of lines that are new in an order, each line at one
// station at least, and fires those that are due. Their ids go on after those
// of the order's tasks. The lines are numbered.
func (s Setup) Route(lines []order.Line, w order.Work, now time.Time, version int64) []order.Task {
	w.Own()
	had := len(w.Tasks)
	w.Tasks = slices.Grow(w.Tasks, len(lines))
	for _, l := range lines {
		way := s.way(l, w.Kind)
		for i, station := range way.Stations {
			t := order.Task{
				ID: w.NextTask(), Line: l.ID, Station: s.open(station), Quantity: l.Quantity, State: order.Held,
				Version: version, Course: l.Course, NoPrep: way.NoPrep || l.NoPrep,
			}
			if t.Station != station {
				t.From = station
			}
			if way.Sequence && i > 0 {
				t.Step, t.Hold = i, order.HoldStep
			}
			w.Tasks = append(w.Tasks, t)
		}
	}
	s.fireNew(w.Tasks[had:], lines, now)
	return w.Tasks[had:]
}

// fireNew fires what is due of new tasks and says what the others wait for.
func (s Setup) fireNew(tasks []order.Task, lines []order.Line, now time.Time) {
	longest := longestPrep(lines)
	for i := range tasks {
		t := &tasks[i]
		switch {
		case t.Hold == order.HoldStep:
		case s.Fire == Manual:
			t.Hold = order.HoldCook
		case t.Course > firstCourse(tasks):
			t.Hold = order.HoldCourse
		case s.Fire == ByPrep && longest > prepOf(lines, t.Line):
			t.Hold, t.FireAt = order.HoldTime, now.Add(longest-prepOf(lines, t.Line))
		default:
			t.Fire(now)
		}
	}
}

// firstCourse is the lowest course of tasks; 1 for those that have none.
func firstCourse(tasks []order.Task) int {
	first := 0
	for _, t := range tasks {
		if c := max(t.Course, 1); first == 0 || c < first {
			first = c
		}
	}
	return first
}

func longestPrep(lines []order.Line) (longest time.Duration) {
	for _, l := range lines {
		longest = max(longest, time.Duration(l.Prep)*time.Second)
	}
	return longest
}

func prepOf(lines []order.Line, id order.LineID) time.Duration {
	for _, l := range lines {
		if l.ID == id {
			return time.Duration(l.Prep) * time.Second
		}
	}
	return 0
}
