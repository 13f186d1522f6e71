package restaurant_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"orderup/internal/pgtest"
	"orderup/internal/testhouse"
	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
	"orderup/restaurant"
	"orderup/staff"
	"orderup/store"
)

// pub is a kitchen with a fryer and a grill, whose backup the fryer is.
func pub() kitchen.Setup {
	s := kitchen.Default()
	s.Stations = []kitchen.Station{{ID: "fryer", Name: "Fryer"}, {ID: "grill", Name: "Grill", Receipt: true, Backup: "fryer"}}
	s.CatchAll = "fryer"
	s.Rules = []kitchen.Rule{{Name: "Burger", Stations: []menu.StationID{"grill"}}}
	return s
}

// A service is a house in the hands of a test.
type service struct {
	*testing.T
	*testhouse.House
}

// serve runs f in a bubble of testing/synctest, where time passes only when
// nobody has anything to do, with a house and its kitchen's clock.
func serve(t *testing.T, s kitchen.Setup, f func(s *service, stop func())) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &service{t, testhouse.Open(t, testhouse.OnSQLite(), testhouse.WithKitchen(s))}
		f(h, h.wind())
	})
}

// wind starts the clock of a house's kitchen until the test ends, or until stop
// is called.
func (s *service) wind() (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(s.Context()))
	var running sync.WaitGroup
	running.Go(func() { _ = s.RunKitchen(ctx, testhouse.Location) }) // it ends with ctx
	stop = sync.OnceFunc(func() { cancel(); running.Wait() })
	s.Cleanup(stop)
	return stop
}

// beside opens another house on the same data.
func (s *service) beside(setup kitchen.Setup) *service {
	h := testhouse.Open(s.T, testhouse.OnSQLite(), testhouse.WithKitchen(setup), testhouse.OnStore(func(store.Store) store.Store { return s.Store }))
	return &service{s.T, h}
}

// after lets time pass.
func after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// works carries out a verb that has to work, on tasks or on all.
func (s *service) works(o order.Order, v order.Verb, tasks ...order.TaskID) {
	s.Helper()
	s.worksAs(testhouse.Person, o, v, tasks...)
}

func (s *service) worksAs(who staff.Principal, o order.Order, v order.Verb, tasks ...order.TaskID) {
	s.Helper()
	if _, err := s.Work(s.Context(), who, restaurant.Ref(o.ID), kitchen.Command{Verb: v, Tasks: tasks}, ""); err != nil {
		s.Fatal(err)
	}
}

// read returns an order as it is now.
func (s *service) read(o order.Order) order.Order {
	s.Helper()
	now, err := s.Order(s.Context(), testhouse.Person, restaurant.Ref(o.ID))
	if err != nil {
		s.Fatal(err)
	}
	return now
}

// count counts the events that a test is about.
func (s *service) count(about func(order.Event) bool) int {
	s.Helper()
	return len(slices.DeleteFunc(s.Events(s.T), func(e order.Event) bool { return !about(e) }))
}

func becomesReady(e order.Event) bool {
	return e.Type == order.StatusChanged && e.Order.Status == order.Ready && e.From == order.InProgress
}

func isAlarm(e order.Event) bool { return e.Verb == kitchen.Alarm }

func isPromise(e order.Event) bool { return e.Type == order.Promised }

func TestTheGuestIsToldWhenTheGraceIsOver(t *testing.T) {
	serve(t, pub(), func(s *service, _ func()) {
		o := s.MustOrder(s, "Fries")
		after(time.Minute)
		bumped := time.Now()
		s.works(o, kitchen.Bump)
		after(3900 * time.Millisecond)
		if now := s.read(o); now.Status != order.InProgress || now.PassedAt.IsZero() {
			t.Errorf("within the grace it is %s, passed at %v", now.Status, now.PassedAt)
		}
		after(200 * time.Millisecond)
		now := s.read(o)
		if took := now.ReadyAt.Sub(bumped).Round(10 * time.Millisecond); now.Status != order.Ready || took != 4*time.Second {
			t.Errorf("%s after %s", now.Status, took)
		}
		after(time.Minute)
		if n := s.count(becomesReady); n != 1 {
			t.Errorf("it became ready %d times", n)
		}
	})
}

// TestAMisTapSendsNothing: what is taken back within the grace no guest hears
// of; the next bump begins a grace of its own.
func TestAMisTapSendsNothing(t *testing.T) {
	serve(t, pub(), func(s *service, _ func()) {
		o := s.MustOrder(s, "Fries")
		s.works(o, kitchen.Bump)
		after(3 * time.Second)
		s.works(o, kitchen.Undo)
		after(20 * time.Second)
		if n := s.count(becomesReady); n != 0 || s.read(o).Status != order.InProgress {
			t.Fatalf("it became ready %d times, and is %s", n, s.read(o).Status)
		}
		s.works(o, kitchen.Bump)
		after(3 * time.Second)
		if n := s.count(becomesReady); n != 0 {
			t.Error("the second grace was cut short")
		}
		after(2 * time.Second)
		if n := s.count(becomesReady); n != 1 {
			t.Errorf("it became ready %d times", n)
		}
	})
}

// TestTwoHousesDoWhatIsDueOnce: each has a clock, and both find it due.
func TestTwoHousesDoWhatIsDueOnce(t *testing.T) {
	serve(t, pub(), func(s *service, _ func()) {
		other := s.beside(pub())
		other.wind()
		var orders []order.Order
		for range 10 {
			orders = append(orders, s.MustOrder(s, "Burger", "Fries"))
		}
		after(11 * time.Second)
		if n := s.count(isAlarm); n != len(orders) {
			t.Errorf("%d alarms for %d orders", n, len(orders))
		}
		for i, o := range orders {
			[]*service{s, other}[i%2].works(o, kitchen.Bump)
		}
		after(10 * time.Second)
		if n := s.count(becomesReady); n != len(orders) {
			t.Errorf("%d of %d became ready", n, len(orders))
		}
	})
}

// TestTwoNodesDoWhatIsDueOnce is the same on PostgreSQL, in real time.
func TestTwoNodesDoWhatIsDueOnce(t *testing.T) {
	t.Parallel()
	url := pgtest.Start(t)
	setup := pub()
	setup.Grace, setup.Receipt = 1, 1
	var nodes []*service
	for _, name := range []string{"one", "two"} {
		s := &service{t, testhouse.Open(t, testhouse.OnPostgres(url, name), testhouse.WithKitchen(setup))}
		s.wind()
		nodes = append(nodes, s)
	}
	const many = 10
	for n := range many {
		o := nodes[n%2].MustOrder(t, "Burger", "Fries")
		nodes[(n+1)%2].works(o, kitchen.Bump, "2")
	}
	counts := func() [2]int { return [2]int{nodes[0].count(isAlarm), nodes[0].count(becomesReady)} }
	await(t, func() bool { return counts() == [2]int{many, 0} })
	var page restaurant.Page
	page, err := nodes[0].Orders(t.Context(), testhouse.Person, store.Query{Limit: many})
	if err != nil {
		t.Fatal(err)
	}
	for n, o := range page.Orders {
		nodes[n%2].works(o, kitchen.Bump)
	}
	await(t, func() bool { return counts() == [2]int{many, many} })
	for _, s := range nodes { // who is awake has looked at it all once more
		s.MustOrder(s, "Fries")
	}
	if got := counts(); got != [2]int{many, many} {
		t.Errorf("alarms and ready orders: %v", got)
	}
}

// await returns once something is so.
func await(t *testing.T, so func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		select {
		case <-tick.C:
		case <-t.Context().Done():
			t.Fatal("it did not come to that")
		}
	}
}

// TestATicketThatNobodyShowsRaisesTheAlarm: after ten seconds, once, and its
// backup has it then; one that was confirmed in time does not.
func TestATicketThatNobodyShowsRaisesTheAlarm(t *testing.T) {
	serve(t, pub(), func(s *service, _ func()) {
		silent, seen := s.MustOrder(s, "Burger", "Fries"), s.MustOrder(s, "Burger")
		after(9 * time.Second)
		s.works(seen, kitchen.Seen)
		if n := s.count(isAlarm); n != 0 {
			t.Errorf("%d alarms before the time", n)
		}
		after(1100 * time.Millisecond)
		now := s.read(silent)
		burger, fries := now.Tasks[0], now.Tasks[1]
		if late := burger.AlarmAt.Sub(burger.FiredAt).Round(10 * time.Millisecond); late != 10*time.Second || burger.Station != "fryer" || burger.From != "grill" || !fries.AlarmAt.IsZero() {
			t.Errorf("alarm after %s: %+v, %+v", late, burger, fries)
		}
		after(time.Hour)
		if n := s.count(isAlarm); n != 1 {
			t.Errorf("%d alarms in the end", n)
		}
	})
}

// TestAnOrderThatTheAlarmMovedCounts: it was promised as any other. When it was
// left out, nobody learnt how late orders are whose tickets nobody saw.
func TestAnOrderThatTheAlarmMovedCounts(t *testing.T) {
	serve(t, pub(), func(s *service, _ func()) {
		o := s.MustOrder(s, "Burger", "Fries")
		after(2 * time.Minute)
		if n := s.count(isAlarm); n != 1 {
			t.Fatalf("%d alarms", n)
		}
		s.works(o, kitchen.Bump)
		after(time.Minute)
		stats, err := s.ForecastStats(t.Context(), testhouse.Person)
		if err != nil || stats.Orders != 1 {
			t.Errorf("%+v, %v", stats, err)
		}
	})
}

// TestAllIsDoneTogether: what takes less time is fired later.
func TestAllIsDoneTogether(t *testing.T) {
	setup := pub()
	setup.Fire = kitchen.ByPrep
	serve(t, setup, func(s *service, _ func()) {
		result, err := s.Place(s.Context(), testhouse.Person, order.Draft{Customer: "Ines", Lines: []order.Line{
			{Name: "Burger", Price: 850, Quantity: 1, Prep: 480}, {Name: "Fries", Price: 350, Quantity: 1, Prep: 180},
		}}, "")
		if err != nil {
			t.Fatal(err)
		}
		o := result.Order()
		after(299 * time.Second)
		if fries := s.read(o).Tasks[1]; fries.State != order.Held || fries.Hold != order.HoldTime {
			t.Errorf("too early: %+v", fries)
		}
		after(2 * time.Second)
		if fries := s.read(o).Tasks[1]; fries.State != order.Queued || fries.FiredAt.Sub(o.PlacedAt).Round(time.Second) != 300*time.Second {
			t.Errorf("in time: %+v", fries)
		}
	})
}

// TestWhatStaysOnTheShelfIsClearedAway: once it is set up so, also what was
// ready before that.
func TestWhatStaysOnTheShelfIsClearedAway(t *testing.T) {
	serve(t, pub(), func(s *service, _ func()) {
		o := s.MustOrder(s, "Fries")
		s.works(o, kitchen.Bump)
		after(time.Hour)
		if now := s.read(o); now.Status != order.Ready {
			t.Fatalf("it is %s, though nothing is set up", now.Status)
		}
		setup := pub()
		setup.AutoClear = 90
		if _, err := s.SetUpKitchen(s.Context(), testhouse.Person, setup, 0); err != nil {
			t.Fatal(err)
		}
		after(29 * time.Minute)
		if now := s.read(o); now.Status != order.Ready {
			t.Errorf("it is %s too early", now.Status)
		}
		after(2 * time.Minute)
		now := s.read(o)
		if stood := now.CompletedAt.Sub(now.ReadyAt).Round(time.Second); now.Status != order.Completed || stood != 90*time.Minute {
			t.Errorf("%s after %s", now.Status, stood)
		}
	})
}

// TestPromisesMoveSeldom: an order that is forgotten on the rail moves its
// promise a dozen times at most, each time later and to a full minute, and a
// ready one never.
func TestPromisesMoveSeldom(t *testing.T) {
	serve(t, pub(), func(s *service, _ func()) {
		ready, forgotten := s.MustOrder(s, "Fries"), s.MustOrder(s, "Fries")
		s.works(ready, kitchen.Bump)
		after(3 * time.Hour)
		var last time.Time
		moves := 0
		for _, e := range s.Events(s.T) {
			if !isPromise(e) {
				continue
			}
			moves++
			if e.Order.ID == ready.ID || !e.Order.ReadyBy.After(last) || !e.Order.ReadyBy.Equal(e.Order.ReadyBy.Truncate(time.Minute)) || e.Order.Forecast.Moves != moves {
				t.Errorf("promise %d of %s: %v after %v, moves %d", moves, e.Order.Number, e.Order.ReadyBy, last, e.Order.Forecast.Moves)
			}
			last = e.Order.ReadyBy
		}
		if moves == 0 || moves > 12 || !s.read(forgotten).ReadyBy.Equal(last) {
			t.Errorf("%d moves, to %v; the order says %v", moves, last, s.read(forgotten).ReadyBy)
		}
		if now := s.read(forgotten); !now.Forecast.First.Equal(forgotten.ReadyBy) {
			t.Errorf("the first promise was %v, and is remembered as %v", forgotten.ReadyBy, now.Forecast.First)
		}
	})
}

// TestForgottenOrdersDoNotFillTheLog: a rail of orders that nobody ever makes
// costs a few events each, and then none.
func TestForgottenOrdersDoNotFillTheLog(t *testing.T) {
	serve(t, pub(), func(s *service, _ func()) {
		const many = 20
		for range many {
			s.MustOrder(s, "Burger")
		}
		after(4 * time.Hour)
		head := len(s.Events(s.T))
		if most := many * (1 + 1 + 12); head > most { // placed, the alarm, and what a promise may move
			t.Errorf("%d events of %d orders, want at most %d", head, many, most)
		}
		after(4 * time.Hour)
		if now := len(s.Events(s.T)); now != head {
			t.Errorf("%d more events after that", now-head)
		}
	})
}

// TestAMoveOfAPromiseThatFailsIsMadeAgain: when the store could not keep it.
func TestAMoveOfAPromiseThatFailsIsMadeAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := &disk{}
		s := &service{t, testhouse.Open(t, testhouse.OnSQLite(), testhouse.WithKitchen(pub()), testhouse.OnStore(func(on store.Store) store.Store { d.Store = on; return d }))}
		s.wind()
		o := s.MustOrder(s, "Fries")
		d.refuse(true)
		after(3 * time.Hour) // until nothing moves any more
		if n := s.count(isPromise); n != 0 {
			t.Fatalf("%d moves, though the store refuses", n)
		}
		d.refuse(false)
		after(time.Minute)
		if now := s.read(o); s.count(isPromise) == 0 || !now.ReadyBy.After(o.ReadyBy) {
			t.Errorf("promised %v at first, %v in the end", o.ReadyBy, now.ReadyBy)
		}
	})
}

// TestARestartLosesNothing: a house that stops in the middle of a grace, and
// of the time to confirm a ticket, does it when it is there again.
func TestARestartLosesNothing(t *testing.T) {
	for name, away := range map[string]time.Duration{"a short one": time.Second, "a long one": time.Minute} {
		t.Run(name, func(t *testing.T) {
			serve(t, pub(), func(s *service, stop func()) {
				silent := s.MustOrder(s, "Burger")
				after(7 * time.Second)
				o := s.MustOrder(s, "Fries")
				s.works(o, kitchen.Bump)
				bumped := time.Now()
				after(2 * time.Second)
				stop()
				after(away)
				if s.count(becomesReady)+s.count(isAlarm) != 0 {
					t.Fatal("a house that stands still did something")
				}
				s.beside(pub()).wind()
				after(4 * time.Second)
				if n := s.count(isAlarm); n != 1 || s.read(silent).Tasks[0].Station != "fryer" {
					t.Errorf("%d alarms: %+v", n, s.read(silent).Tasks)
				}
				want := max(4*time.Second, 2*time.Second+away)
				if late := s.read(o).ReadyAt.Sub(bumped) - want; s.count(becomesReady) != 1 || late < 0 || late > 100*time.Millisecond {
					t.Errorf("ready %d times, %s late", s.count(becomesReady), late)
				}
			})
		})
	}
}

// cooks lets an evening pass: orders come and are made, some by a mis-tap,
// some with additions, some of them cancelled.
func (s *service) cooks(who staff.Principal, orders int) {
	for n := range orders {
		o := s.MustOrder(s, []string{"Burger", "Fries", "Soup"}[n%3], "Fries")
		after(time.Duration(40+n%50) * time.Second)
		s.worksAs(who, o, kitchen.Start, "1")
		after(time.Duration(100+7*n%60) * time.Second)
		s.worksAs(who, o, kitchen.Bump, "1")
		switch n % 5 {
		case 1:
			s.worksAs(who, o, kitchen.Undo, "1")
		case 2:
			if _, err := s.AddItems(s.Context(), testhouse.Person, restaurant.Ref(o.ID), []order.Line{{Name: "Soup", Price: 500, Quantity: 1}}, ""); err != nil {
				s.Fatal(err)
			}
		case 3:
			s.MustMove(s.T, o.ID, order.Cancelled)
			continue
		}
		after(20 * time.Second)
		s.worksAs(who, o, kitchen.Bump)
	}
	after(10 * time.Second)
}

// quotes returns what the house foresees for some orders.
func (s *service) quotes() (list []string) {
	s.Helper()
	for _, names := range [][]string{{"Burger"}, {"Fries"}, {"Soup", "Burger"}, {"Pizza"}} {
		var lines []order.Line
		for _, name := range names {
			lines = append(lines, order.Line{Name: name, Price: 350, Quantity: 1})
		}
		f, err := s.Quote(s.Context(), testhouse.Person, lines, order.TakeAway)
		if err != nil {
			s.Fatal(err)
		}
		list = append(list, fmt.Sprint(names, f.P50, f.P80, f.Reason))
	}
	return list
}

// TestWhoReadsTheLogForeseesTheSame: as who was there all the time.
func TestWhoReadsTheLogForeseesTheSame(t *testing.T) {
	serve(t, pub(), func(s *service, _ func()) {
		before := s.quotes()
		s.cooks(testhouse.Person, 30)
		s.MustOrder(s, "Burger", "Fries") // and one that is at work
		after(time.Second)
		later := s.beside(pub())
		if late := later.quotes(); reflect.DeepEqual(late, s.quotes()) {
			t.Fatal("a house that has learnt nothing foresees the same")
		}
		later.wind()
		synctest.Wait()
		if was, is := s.quotes(), later.quotes(); !reflect.DeepEqual(was, is) || reflect.DeepEqual(was, before) {
			t.Errorf("who was there foresees\n%q\nwho reads the log\n%q\nand before all\n%q", was, is, before)
		}
		here, err := s.ForecastStats(s.Context(), testhouse.Person)
		there, err2 := later.ForecastStats(s.Context(), testhouse.Person)
		if err != nil || err2 != nil || here.Orders == 0 || !reflect.DeepEqual(here, there) {
			t.Errorf("%+v, %v\n%+v, %v", here, err, there, err2)
		}
	})
}

// TestSimulatedCooksTeachNothing: what the house foresees after them is what it
// would foresee without them, and not what it does after people.
func TestSimulatedCooksTeachNothing(t *testing.T) {
	simulation := staff.Principal{Role: staff.System, Name: "simulation", Location: testhouse.Location}
	serve(t, pub(), func(s *service, _ func()) {
		day := time.Now()
		offsets := func() (list []time.Duration) {
			for _, name := range []string{"Burger", "Fries", "Soup"} {
				f, err := s.Quote(s.Context(), testhouse.Person, []order.Line{{Name: name, Price: 350, Quantity: 1}}, order.TakeAway)
				if err != nil {
					t.Fatal(err)
				}
				list = append(list, time.Until(f.P50).Round(time.Second))
			}
			return list
		}
		naive := offsets()
		s.cooks(simulation, 20)
		if got := offsets(); !reflect.DeepEqual(got, naive) {
			t.Errorf("after a simulation %v, before it %v", got, naive)
		}
		s.cooks(testhouse.Person, 20)
		if got := offsets(); reflect.DeepEqual(got, naive) {
			t.Errorf("people have taught nothing since %s: %v", day, got)
		}
	})
}

// A disk is a store that refuses to write on command.
type disk struct {
	store.Store
	mu     sync.Mutex
	broken bool
}

func (d *disk) refuse(broken bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.broken = broken
}

func (d *disk) refuses() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.broken
}

func (d *disk) Update(ctx context.Context, l order.Location, f func(store.Tx) error) error {
	if d.refuses() {
		return context.DeadlineExceeded
	}
	return d.Store.Update(ctx, l, f)
}
