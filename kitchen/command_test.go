package kitchen_test

import (
	"errors"
	"testing"
	"time"

	"orderup/fault"
	"orderup/kitchen"
	"orderup/order"
)

func TestAnEveningOfOneOrder(t *testing.T) {
	s := pub()
	o := placed(s, "Burger", "Fries", "Beer")
	for _, step := range []struct {
		name    string
		seconds int
		command kitchen.Command
		states  string
		status  order.Status
		version int64
	}{
		{"start", 10, kitchen.Command{Verb: kitchen.Start, Tasks: []order.TaskID{"1"}}, "1:started 2:queued 3:done", order.InProgress, 3},
		{"the grill bumps", 60, kitchen.Command{Verb: kitchen.Bump, Station: "grill"}, "1:done 2:queued 3:done", order.InProgress, 4},
		{"again, as good", 61, kitchen.Command{Verb: kitchen.Bump, Station: "grill"}, "1:done 2:queued 3:done", order.InProgress, 4},
		{"a mis-tap", 62, kitchen.Command{Verb: kitchen.Undo, Station: "grill"}, "1:started 2:queued 3:done", order.InProgress, 5},
		{"and done", 90, kitchen.Command{Verb: kitchen.Bump, Station: "grill"}, "1:done 2:queued 3:done", order.InProgress, 6},
		{"one of two fries", 95, kitchen.Command{Verb: kitchen.Bump, Tasks: []order.TaskID{"2"}, Quantity: 1}, "1:done 2:started 3:done", order.InProgress, 7},
		{"the other", 99, kitchen.Command{Verb: kitchen.Bump, Tasks: []order.TaskID{"2"}, Quantity: 1}, "1:done 2:done 3:done", order.InProgress, 8},
		{"within the grace nobody is told", 101, kitchen.Command{Verb: kitchen.Release}, "1:done 2:done 3:done", order.InProgress, 8},
		{"then the guest is", 103, kitchen.Command{Verb: kitchen.Release}, "1:done 2:done 3:done", order.Ready, 9},
		{"recalled", 120, kitchen.Command{Verb: kitchen.Recall, Station: "fryer"}, "1:done 2:started 3:done", order.InProgress, 11},
		{"cooked again", 130, kitchen.Command{Verb: kitchen.Refire, Tasks: []order.TaskID{"1"}, Reason: "cold"}, "1:done 2:started 3:done 4:queued", order.InProgress, 12},
		{"all done", 200, kitchen.Command{Verb: kitchen.Bump}, "1:done 2:done 3:done 4:done", order.InProgress, 13},
		{"and out", 204, kitchen.Command{Verb: kitchen.Release}, "1:done 2:done 3:done 4:done", order.Ready, 14},
	} {
		do(t, &o, s, step.seconds, step.command)
		if got := states(o); got != step.states || o.Status != step.status || o.Version != step.version {
			t.Fatalf("%s: %s, %s, version %d; want %s, %s, version %d", step.name, got, o.Status, o.Version, step.states, step.status, step.version)
		}
	}
	fries, burger := o.Task("2"), o.Task("1")
	if fries.Recalls != 1 || !fries.FiredAt.Equal(evening) || !burger.Waste || o.Task("4").RemakeOf != "1" {
		t.Errorf("fries %+v, burger %+v", fries, burger)
	}
}

func TestWhatCannotBe(t *testing.T) {
	s := pub()
	fresh := func() order.Order { return placed(s, "Burger", "Fries") }
	cancelled := fresh()
	if _, err := cancelled.MoveTo(order.Cancelled, by(5)); err != nil {
		t.Fatal(err)
	}
	over := fresh()
	if _, err := over.MoveTo(order.Completed, by(5)); err != nil {
		t.Fatal(err)
	}
	changed := fresh()
	do(t, &changed, s, 5, kitchen.Command{Verb: kitchen.Start, Station: "grill"})
	for name, c := range map[string]struct {
		order   order.Order
		seconds int
		command kitchen.Command
		code    string
	}{
		"bump of what was cancelled":       {cancelled, 9, kitchen.Command{Verb: kitchen.Bump, Station: "grill"}, "kitchen.cancelled"},
		"recall half an hour later":        {over, 1900, kitchen.Command{Verb: kitchen.Recall, Station: "grill"}, "kitchen.window"},
		"a task that is not there":         {fresh(), 9, kitchen.Command{Verb: kitchen.Bump, Tasks: []order.TaskID{"9"}}, "kitchen.task"},
		"an item that is not there":        {fresh(), 9, kitchen.Command{Verb: kitchen.Void, Lines: []order.LineID{"9"}}, "kitchen.task"},
		"recall of what is voided":         {cancelled, 9, kitchen.Command{Verb: kitchen.Recall, Tasks: []order.TaskID{"1"}}, "kitchen.cancelled"},
		"hold of what is begun":            {changed, 9, kitchen.Command{Verb: kitchen.Hold, Tasks: []order.TaskID{"1"}}, "kitchen.state"},
		"a stale bump of what has changed": {changed, 9, kitchen.Command{Verb: kitchen.Bump, Tasks: []order.TaskID{"1"}, Expected: 1}, "kitchen.stale"},
		"voiding the last of it":           {fresh(), 9, kitchen.Command{Verb: kitchen.Void}, "kitchen.last"},
		"a move to nowhere":                {fresh(), 9, kitchen.Command{Verb: kitchen.Reroute, To: "moon"}, "kitchen.station"},
		"order up while something is open": {fresh(), 9, kitchen.Command{Verb: kitchen.Pass}, "kitchen.open"},
	} {
		t.Run(name, func(t *testing.T) {
			o := c.order
			before := states(o)
			events, err := kitchen.Do(&o, c.command, s, by(c.seconds))
			if f := fault.Of(err); err == nil || f.Code != c.code || len(events) > 0 || states(o) != before || o.Version != c.order.Version {
				t.Errorf("got %v (%s), %d events, %s; want %s and nothing changed", err, f.Code, len(events), states(o), c.code)
			}
		})
	}
}

// TestAStaleCommandThatAsksForWhatIs: two screens bump the same ticket; the
// second one is told that it is done, not that it came too late.
func TestAStaleCommandThatAsksForWhatIs(t *testing.T) {
	s := pub()
	o := placed(s, "Burger")
	do(t, &o, s, 30, kitchen.Command{Verb: kitchen.Bump, Station: "grill", Expected: 1})
	if events := do(t, &o, s, 31, kitchen.Command{Verb: kitchen.Bump, Station: "grill", Expected: 1}); len(events) != 0 {
		t.Errorf("the second bump did %+v", events)
	}
	// And what another station did meanwhile is no reason to refuse.
	o = placed(s, "Burger", "Fries")
	do(t, &o, s, 30, kitchen.Command{Verb: kitchen.Bump, Station: "fryer"})
	do(t, &o, s, 31, kitchen.Command{Verb: kitchen.Bump, Station: "grill", Expected: 1})
}

// A cook tapped in the moment in which a screen confirmed the ticket, and was
// told that it had changed.
func TestConfirmingATicketMakesNoTapStale(t *testing.T) {
	s := pub()
	s.Stations[1].Backup = "" // nobody takes the ticket over: it is only said that it was not confirmed
	o := placed(s, "Burger")
	do(t, &o, s, 10, kitchen.Command{Verb: kitchen.Alarm})
	do(t, &o, s, 11, kitchen.Command{Verb: kitchen.Seen, Station: "grill"})
	if o.Version != 3 || o.Tasks[0].Version != 1 {
		t.Errorf("order at version %d, task at %d", o.Version, o.Tasks[0].Version)
	}
	do(t, &o, s, 12, kitchen.Command{Verb: kitchen.Bump, Tasks: []order.TaskID{"1"}, Expected: 1})
}

func TestEventsOfOneOrderShareNoTasks(t *testing.T) {
	s := pub()
	o := placed(s, "Burger", "Fries")
	first := do(t, &o, s, 5, kitchen.Command{Verb: kitchen.Bump, Station: "grill"})
	do(t, &o, s, 6, kitchen.Command{Verb: kitchen.Bump, Station: "fryer"})
	if got := states(first[0].Order); got != "1:done 2:queued" {
		t.Errorf("the first event now says %s", got)
	}
}

func TestALineGoesFromStationToStation(t *testing.T) {
	s := pub()
	o := placed(s, "Pizza")
	if got := states(o); got != "1:queued 2:held" {
		t.Fatalf("placed: %s", got)
	}
	do(t, &o, s, 30, kitchen.Command{Verb: kitchen.Bump, Station: "grill"})
	if got := states(o); got != "1:done 2:queued" || o.Task("2").FiredAt != by(30).At {
		t.Fatalf("after the grill: %s", got)
	}
	do(t, &o, s, 31, kitchen.Command{Verb: kitchen.Undo, Station: "grill"})
	if got := states(o); got != "1:started 2:held" {
		t.Fatalf("undone: %s", got)
	}
	do(t, &o, s, 40, kitchen.Command{Verb: kitchen.Bump, Station: "grill"})
	do(t, &o, s, 41, kitchen.Command{Verb: kitchen.Start, Station: "oven"})
	_, err := kitchen.Do(&o, kitchen.Command{Verb: kitchen.Undo, Tasks: []order.TaskID{"1"}}, s, by(42))
	if !errors.Is(err, fault.KindConflict) {
		t.Errorf("undo while the oven has it: %v", err)
	}
}

func TestCoursesWaitAndFollow(t *testing.T) {
	s := pub()
	lines := []order.Line{{Name: "Fries", Quantity: 1}, {Name: "Burger", Quantity: 1, Course: 2}}
	o := placedLines(s, lines...)
	if got := states(o); got != "1:queued 2:held" || o.Task("2").Hold != order.HoldCourse {
		t.Fatalf("placed: %s", got)
	}
	do(t, &o, s, 60, kitchen.Command{Verb: kitchen.Fire, Course: 2})
	if got := states(o); got != "1:queued 2:queued" {
		t.Fatalf("fired: %s", got)
	}
	s.Fire = kitchen.ByCourse
	o = placedLines(s, lines...)
	do(t, &o, s, 60, kitchen.Command{Verb: kitchen.Bump, Station: "fryer"})
	if got := states(o); got != "1:done 2:queued" {
		t.Fatalf("by course: %s", got)
	}
}

func TestByPrepTimeAllIsDoneTogether(t *testing.T) {
	s := pub()
	s.Fire = kitchen.ByPrep
	o := placedLines(s, order.Line{Name: "Fries", Quantity: 1, Prep: 180}, order.Line{Name: "Burger", Quantity: 1, Prep: 480})
	if got := states(o); got != "1:held 2:queued" {
		t.Fatalf("placed: %s", got)
	}
	d, ok := s.Next(o)
	for ok && d.Command.Verb == kitchen.Alarm { // nobody shows the burger yet
		do(t, &o, s, 1, kitchen.Command{Verb: kitchen.Seen})
		d, ok = s.Next(o)
	}
	if !ok || !d.At.Equal(by(300).At) || d.Command.Verb != kitchen.Fire {
		t.Errorf("next is %+v, %v", d, ok)
	}
}

func TestVoidsAreNotChargedAndMustBeAcknowledged(t *testing.T) {
	s := pub()
	o := placed(s, "Fish & Chips", "Fries") // two each at 3.50
	do(t, &o, s, 10, kitchen.Command{Verb: kitchen.Start, Station: "grill"})
	do(t, &o, s, 20, kitchen.Command{Verb: kitchen.Void, Lines: []order.LineID{"1"}, Reason: "changed mind"})
	if o.Total != 700 || o.Line("1").Voided != 2 {
		t.Errorf("total %d, line %+v", o.Total, o.Line("1"))
	}
	if grill, fryer := o.Task("1"), o.Task("2"); grill.State != order.Voided || !grill.Waste || grill.Acknowledged || fryer.Waste {
		t.Errorf("grill %+v, fryer %+v", grill, fryer)
	}
	if tickets := kitchen.Tickets([]order.Order{o}, "grill"); len(tickets) != 1 {
		t.Error("a void leaves the screen before the kitchen knows")
	}
	do(t, &o, s, 30, kitchen.Command{Verb: kitchen.Acknowledge, Station: "grill"})
	if tickets := kitchen.Tickets([]order.Order{o}, "grill"); len(tickets) != 0 {
		t.Errorf("an acknowledged void stays: %+v", tickets)
	}
	do(t, &o, s, 40, kitchen.Command{Verb: kitchen.Void, Lines: []order.LineID{"2"}, Quantity: 1})
	if o.Total != 350 || o.Task("3").Quantity != 1 {
		t.Errorf("a part: total %d, %+v, %+v", o.Total, o.Task("3"), o.Task("4"))
	}
}

func TestLinesAreAddedWithoutWakingTheDead(t *testing.T) {
	s := pub()
	o := placed(s, "Burger")
	do(t, &o, s, 30, kitchen.Command{Verb: kitchen.Bump})
	do(t, &o, s, 40, kitchen.Command{Verb: kitchen.Release})
	events, err := kitchen.AddLines(&o, order.NumberLines([]order.Line{{Name: "Fries", Price: 300, Quantity: 1}}, 2), s, by(60))
	if err != nil || len(events) != 2 || o.Status != order.InProgress || o.Total != 1000 {
		t.Fatalf("%v, %d events, %s, total %d", err, len(events), o.Status, o.Total)
	}
	if got := states(o); got != "1:done 2:queued" || !o.Task("2").AddOn {
		t.Errorf("tasks %s", got)
	}
}

func TestTheExpoSendsOut(t *testing.T) {
	s := pub()
	s.Expo = kitchen.Expo
	o := placed(s, "Burger")
	do(t, &o, s, 30, kitchen.Command{Verb: kitchen.Bump})
	if d, ok := s.Next(o); ok {
		t.Fatalf("without the expo: %+v", d)
	}
	do(t, &o, s, 40, kitchen.Command{Verb: kitchen.Pass})
	if d, ok := s.Next(o); !ok || d.Command.Verb != kitchen.Release || !d.At.Equal(by(44).At) {
		t.Fatalf("after order up: %+v, %v", d, ok)
	}
	o = placed(s, "Burger")
	do(t, &o, s, 40, kitchen.Command{Verb: kitchen.Pass, Force: true})
	if got := states(o); got != "1:done" || o.Status != order.InProgress {
		t.Errorf("forced: %s, %s", got, o.Status)
	}
}

func TestATapThatArrivesLateCountsFromWhenItWasMade(t *testing.T) {
	s := pub()
	o := placed(s, "Burger")
	do(t, &o, s, 600, kitchen.Command{Verb: kitchen.Bump, At: by(120).At})
	if !o.Task("1").DoneAt.Equal(by(120).At) || !o.UpdatedAt.Equal(by(600).At) {
		t.Errorf("done at %s, order changed at %s", o.Task("1").DoneAt, o.UpdatedAt)
	}
	o = placed(s, "Burger")
	do(t, &o, s, 600, kitchen.Command{Verb: kitchen.Bump, At: by(-120).At})
	if !o.Task("1").DoneAt.Equal(evening) {
		t.Errorf("done at %s, before it was fired", o.Task("1").DoneAt)
	}
}

func TestUnseenTicketsGoToTheBackup(t *testing.T) {
	s := pub()
	o := placed(s, "Burger", "Fries")
	d, ok := s.Next(o)
	if !ok || d.Command.Verb != kitchen.Alarm || !d.At.Equal(evening.Add(10*time.Second)) {
		t.Fatalf("next %+v, %v", d, ok)
	}
	do(t, &o, s, 5, kitchen.Command{Verb: kitchen.Seen, Station: "fryer"})
	do(t, &o, s, 10, d.Command)
	burger, fries := o.Task("1"), o.Task("2")
	if burger.Station != "fryer" || burger.From != "grill" || burger.AlarmAt.IsZero() || !fries.AlarmAt.IsZero() {
		t.Errorf("burger %+v, fries %+v", burger, fries)
	}
}

// TestWhatNobodyHasSeenIsNotTakenForSeen: a screen confirms what it has shown,
// not what came to its station after that, or comes again.
func TestWhatNobodyHasSeenIsNotTakenForSeen(t *testing.T) {
	s := pub()
	fresh := func() order.Order { return placed(s, "Fries") }
	seen := func(o *order.Order, seconds int) {
		do(t, o, s, seconds, kitchen.Command{Verb: kitchen.Seen, Station: "fryer", Expected: o.Version})
	}
	for name, c := range map[string]struct {
		what func(o *order.Order)
		due  int // seconds into the evening, of the alarm
	}{
		"an addition after what was shown": {func(o *order.Order) {
			shown := o.Version
			if _, err := kitchen.AddLines(o, order.NumberLines([]order.Line{{Name: "Fries", Quantity: 1}}, 2), s, by(5)); err != nil {
				t.Fatal(err)
			}
			do(t, o, s, 6, kitchen.Command{Verb: kitchen.Seen, Station: "fryer", Expected: shown})
		}, 15},
		"moved to another station": {func(o *order.Order) {
			seen(o, 5)
			do(t, o, s, 60, kitchen.Command{Verb: kitchen.Reroute, To: "grill"})
		}, 70},
		"moved after an alarm": {func(o *order.Order) {
			do(t, o, s, 10, kitchen.Command{Verb: kitchen.Alarm})
			do(t, o, s, 60, kitchen.Command{Verb: kitchen.Reroute, To: "grill"})
		}, 70},
		"held and fired again": {func(o *order.Order) {
			seen(o, 5)
			do(t, o, s, 6, kitchen.Command{Verb: kitchen.Hold})
			do(t, o, s, 60, kitchen.Command{Verb: kitchen.Fire})
		}, 70},
		"recalled": {func(o *order.Order) {
			seen(o, 5)
			do(t, o, s, 20, kitchen.Command{Verb: kitchen.Bump})
			do(t, o, s, 60, kitchen.Command{Verb: kitchen.Recall})
		}, 70},
		"recalled by the counter": {func(o *order.Order) {
			seen(o, 5)
			do(t, o, s, 20, kitchen.Command{Verb: kitchen.Bump})
			do(t, o, s, 24, kitchen.Command{Verb: kitchen.Release})
			if _, err := o.MoveTo(order.InProgress, by(60)); err != nil {
				t.Fatal(err)
			}
		}, 70},
		"cooked again": {func(o *order.Order) {
			seen(o, 5)
			do(t, o, s, 60, kitchen.Command{Verb: kitchen.Refire, Reason: "cold"})
		}, 70},
	} {
		o := fresh()
		c.what(&o)
		if d, ok := s.Next(o); !ok || d.Command.Verb != kitchen.Alarm || !d.At.Equal(by(c.due).At) {
			t.Errorf("%s: next is %+v, %v; want an alarm after %d s", name, d, ok, c.due)
		}
	}
}

// TestWhoWorksOnATaskHasSeenIt: no alarm, also when the screen's word got lost.
func TestWhoWorksOnATaskHasSeenIt(t *testing.T) {
	s := pub()
	for _, v := range []order.Verb{kitchen.Start, kitchen.Bump} {
		o := placed(s, "Fries") // two
		do(t, &o, s, 5, kitchen.Command{Verb: v, Quantity: 1})
		if d, ok := s.Next(o); ok {
			t.Errorf("%s: next is %+v", v, d)
		}
	}
}

func TestDrinksAloneAreReadyAtOnce(t *testing.T) {
	s := pub()
	o := placed(s, "Beer")
	for range 3 {
		d, ok := s.Next(o)
		if !ok {
			break
		}
		if _, err := kitchen.Do(&o, d.Command, s, order.Change{By: "house", At: d.At}); err != nil {
			t.Fatal(err)
		}
	}
	if o.Status != order.Ready {
		t.Errorf("a beer is %s", o.Status)
	}
}
