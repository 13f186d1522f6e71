package evening_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
	"orderup/sim/evening"
)

// saturday is where the service of a test begins.
func saturday(t testing.TB, hour, minute int) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(2026, 11, 28, hour, minute, 0, 0, zone)
}

func plan(t testing.TB, seed uint64) evening.Plan {
	return evening.Plan{Start: saturday(t, 17, 0), Seed: seed, Menu: menu.Demo(), Setup: evening.Setup(10)}
}

// play takes a script to a time and returns its acts.
func play(s *evening.Script, until time.Time) (acts []evening.Act) {
	for s.When().Before(until) {
		if act, ok := s.Step(); ok {
			acts = append(acts, act)
		}
	}
	return acts
}

func TestTheSameSeedGivesTheSameScript(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) string {
		return fmt.Sprintf("%+v", play(evening.NewScript(plan(t, seed)), saturday(t, 23, 50)))
	}
	a, b, c := run(1), run(1), run(2)
	if a != b {
		t.Error("the same seed gave two scripts")
	}
	if a == c {
		t.Error("two seeds gave the same script")
	}
}

func TestOrdersFollowTheirTasksAndEnd(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		s := evening.NewScript(plan(t, seed))
		came := map[order.ID]order.Order{}
		for s.When().Before(saturday(t, 23, 59)) {
			s.Step()
			for _, o := range s.Open() {
				came[o.ID] = o
				if want := kitchen.Status(o); o.Status != want {
					t.Fatalf("seed %d, %s: an order is %s, its tasks say %s", seed, s.When(), o.Status, want)
				}
			}
		}
		if left := s.Open(); len(left) > 0 || len(came) < 150 || len(came) > 300 {
			t.Errorf("seed %d: %d of %d orders are left at night", seed, len(left), len(came))
		}
		if morning := saturday(t, 24+evening.Opens, 0); s.When().Before(morning) {
			t.Errorf("seed %d: something happens at %s", seed, s.When())
		}
	}
}

// name says in a word what an act is.
func name(a evening.Act) string {
	switch d := a.Deed.(type) {
	case evening.Work:
		return string(d.Command.Verb)
	case evening.Move:
		return string(d.To)
	}
	return fmt.Sprintf("%T", a.Deed)
}

func TestEverythingHappensOnASaturdayEvening(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		times, by := map[string]int{}, map[string]bool{}
		for _, a := range play(evening.NewScript(plan(t, seed)), saturday(t, 23, 50)) {
			times[name(a)]++
			by[a.By] = true
		}
		all := []string{"evening.Place", "evening.Add", "evening.Open", "evening.Supply", "completed", "cancelled"}
		for _, v := range kitchen.Verbs {
			if v != kitchen.Unrush {
				all = append(all, string(v))
			}
		}
		for _, what := range all {
			if what != "move" && times[what] < 2 { // nothing may wait at the station that closes
				t.Errorf("seed %d: %s happens %d times: %v", seed, what, times[what], times)
			}
		}
		for _, who := range []string{"guest", "counter", "expo", "screen", "fryer", "grill", "cold"} {
			if !by[who] {
				t.Errorf("seed %d: no %s does anything", seed, who)
			}
		}
	}
}

func TestTheDayHasItsRushes(t *testing.T) {
	t.Parallel()
	p := plan(t, 1)
	p.Start = saturday(t, evening.Opens, 0)
	byHour, kinds, courses, covers := map[int]int{}, map[order.Kind]int{}, 0, 0
	for _, a := range play(evening.NewScript(p), saturday(t, 23, 59)) {
		d, ok := a.Deed.(evening.Place)
		if !ok {
			continue
		}
		byHour[a.At.Hour()]++
		kinds[d.Draft.Kind]++
		covers = max(covers, d.Draft.Covers)
		for _, l := range d.Draft.Lines {
			courses = max(courses, l.Course)
		}
	}
	if byHour[12] < 2*byHour[15] || byHour[19] < 2*byHour[15] || byHour[15] < 10 {
		t.Errorf("no rush at lunch or dinner: %v", byHour)
	}
	if len(kinds) != len(order.Kinds) || courses != 2 || covers != 14 {
		t.Errorf("%v, %d courses, a table of %d", kinds, courses, covers)
	}
}

func TestTheFryerMakesTheSameTogether(t *testing.T) {
	t.Parallel()
	s := evening.NewScript(plan(t, 1))
	shared, dish, last := 0, "", evening.Act{}
	for s.When().Before(saturday(t, 23, 0)) {
		a, ok := s.Step()
		if !ok || a.By != "fryer" || name(a) != "start" {
			continue
		}
		of := s.Open()[slices.IndexFunc(s.Open(), func(o order.Order) bool { return o.ID == a.Order })]
		now := of.Line(of.Task(a.Deed.(evening.Work).Command.Tasks[0]).Line).Name
		if now == dish && a.Order != last.Order && a.At.Sub(last.At) <= time.Second {
			shared++
		}
		dish, last = now, a
	}
	if shared < 50 {
		t.Errorf("%d baskets hold the fries of two orders", shared)
	}
}

// An alarm rings because a screen missed a ticket, and for nothing else.
func TestAlarmsAreRareAndHeard(t *testing.T) {
	t.Parallel()
	s := evening.NewScript(plan(t, 1))
	alarms, moved := map[string]bool{}, 0
	for s.When().Before(saturday(t, 23, 50)) {
		s.Step()
		for _, o := range s.Open() {
			for _, k := range o.Tasks {
				if id := string(o.ID) + " " + string(k.ID); !k.AlarmAt.IsZero() && !alarms[id] {
					alarms[id] = true
					if k.From != "" && k.Station != k.From {
						moved++
					}
				}
			}
		}
	}
	if len(alarms) < 3 || len(alarms) > 30 || moved != len(alarms) {
		t.Errorf("%d tasks raised an alarm, %d were moved to the backup", len(alarms), moved)
	}
}

func TestGuestsDoNotOrderWhatIsSoldOut(t *testing.T) {
	t.Parallel()
	soldOut := map[menu.ItemID]bool{}
	for _, a := range play(evening.NewScript(plan(t, 1)), saturday(t, 23, 50)) {
		switch d := a.Deed.(type) {
		case evening.Supply:
			soldOut[d.Item] = d.State == menu.SoldOut
		case evening.Place:
			for _, l := range d.Draft.Lines {
				if soldOut[l.Item] {
					t.Errorf("%s: %s is ordered and sold out", a.At, l.Item)
				}
			}
		}
	}
	if len(soldOut) < 2 {
		t.Errorf("%v were sold out", soldOut)
	}
}

// What people order is cooked too, and what they do to an order is taken as it
// is.
func TestPeopleMayWorkAlong(t *testing.T) {
	t.Parallel()
	p := plan(t, 1)
	s := evening.NewScript(p)
	play(s, saturday(t, 18, 0))
	o := visitors(p.Setup, s.When())
	s.Adopt(o, s.When())
	var did []string
	for _, a := range play(s, saturday(t, 19, 30)) {
		if a.Order == o.ID {
			did = append(did, name(a))
		}
	}
	for _, what := range []string{"seen", "start", "bump", "pass", "completed"} {
		if !slices.Contains(did, what) {
			t.Errorf("nobody did %s: %v", what, did)
		}
	}
}

func TestWhatTheHouseDoesNotKnowIsForgotten(t *testing.T) {
	t.Parallel()
	p := plan(t, 1)
	s := evening.NewScript(p)
	play(s, saturday(t, 18, 0))
	o := visitors(p.Setup, s.When())
	s.Adopt(o, s.When())
	s.Forget(o.ID)
	for _, a := range play(s, saturday(t, 19, 30)) {
		if a.Order == o.ID {
			t.Fatalf("%s does %s", a.By, name(a))
		}
	}
}

// visitors is an order of somebody's own.
func visitors(s kitchen.Setup, now time.Time) order.Order {
	lines := order.NumberLines([]order.Line{{Name: "Large Fries", Price: 350, Quantity: 6}, {Name: "Cheeseburger", Price: 850, Quantity: 1}}, 1)
	slip := order.Slip{ID: "0190", Tasks: s.Route(lines, order.Work{}, now, 1)}
	o, _ := order.Place(order.Draft{Customer: "Eva", Lines: lines}, slip, order.Change{By: "local", At: now})
	return o
}
