package live_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"orderup/client"
	"orderup/internal/testhouse"
	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
	"orderup/restaurant"
	"orderup/staff"
	"orderup/store"
	"orderup/wire"
)

// pub is a kitchen with a fryer and a grill, which both make fish & chips.
func pub() kitchen.Setup {
	s := kitchen.Default()
	s.Grace = 0
	s.Stations = []kitchen.Station{{ID: "fryer", Name: "Fryer"}, {ID: "grill", Name: "Grill", Receipt: true}, {ID: "bar", Name: "Bar"}}
	s.CatchAll = "fryer"
	s.Rules = []kitchen.Rule{
		{Name: "Burger", Stations: []menu.StationID{"grill"}}, {Name: "Fish & Chips", Stations: []menu.StationID{"grill", "fryer"}},
		{Name: "Beer", Stations: []menu.StationID{"bar"}},
	}
	return s
}

// evening is when the pub is open.
var evening = time.Date(2026, 11, 21, 18, 0, 0, 250_000_000, time.UTC)

// openPub opens a house with that kitchen. Its clock stands still, so that the
// house itself does nothing.
func openPub(t testing.TB, options ...testhouse.Option) *testhouse.House {
	t.Helper()
	return testhouse.Open(t, append([]testhouse.Option{testhouse.WithDoors(), testhouse.WithKitchen(pub()), testhouse.WithClock(func() time.Time { return evening })}, options...)...)
}

// reopen opens a house on the data of another one, as after a restart.
func reopen(t testing.TB, h *testhouse.House) *testhouse.House {
	t.Helper()
	return openPub(t, testhouse.OnStore(func(store.Store) store.Store { return h.Store }))
}

// work carries out a command that has to work.
func work(t testing.TB, h *testhouse.House, o order.Order, c kitchen.Command) order.Order {
	t.Helper()
	result, err := h.Work(t.Context(), testhouse.Person, restaurant.Ref(o.ID), c, "")
	if err != nil {
		t.Fatal(err)
	}
	return result.Order()
}

// dialScreen connects a screen of the kitchen.
func dialScreen(t testing.TB, h *testhouse.House) guest {
	t.Helper()
	return dial(t, h, client.SocketOptions{Screen: true})
}

// shows joins stations.
func (g guest) shows(since string, stations ...string) wire.JoinedKitchen {
	g.t.Helper()
	j, err := g.JoinKitchen(g.t.Context(), wire.JoinKitchen{Stations: stations, Since: since, Screen: "test"})
	if err != nil {
		g.t.Fatal(err)
	}
	return j
}

// worked returns the next event, which must be of a verb.
func (g guest) worked(v order.Verb) (u wire.Updated) {
	g.t.Helper()
	if g.decode(g.next(wire.EventUpdated), &u); u.Verb != string(v) {
		g.t.Fatalf("heard of %s, want %s", u.Verb, v)
	}
	return u
}

// refusal returns what a command was refused with.
func (g guest) refusal(c wire.Command) *client.Problem {
	g.t.Helper()
	_, err := g.Command(g.t.Context(), c)
	p, ok := errors.AsType[*client.Problem](err)
	if !ok {
		g.t.Fatalf("%+v: %v, want a refusal", c, err)
	}
	return p
}

func ids(orders []wire.Order) (list []string) {
	for _, o := range orders {
		list = append(list, o.ID)
	}
	return list
}

// TestAScreenGetsItsStationsOnly: what is open there when it joins, oldest
// first, and then every change of such orders; nothing of others, and nothing
// before it joins.
func TestAScreenGetsItsStationsOnly(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	burger, fries, both := h.MustOrder(t, "Burger"), h.MustOrder(t, "Fries"), h.MustOrder(t, "Fish & Chips", "Beer")
	grill, all := dialScreen(t, h), dialScreen(t, h)
	grill.quiet()
	j := grill.shows("", "grill")
	if want := []string{string(burger.ID), string(both.ID)}; !slices.Equal(ids(j.Orders), want) || j.Resumed || j.Older != 0 {
		t.Errorf("joined %+v, want orders %v", j, want)
	}
	if len(j.Stations) != 3 || j.Stations[1].ID != "grill" || !j.Stations[1].Receipt || j.Setup.CatchAll != "fryer" || j.ClockRate != 1 || j.Cursor == "" {
		t.Errorf("joined %+v", j)
	}
	if j := all.shows("", "all"); len(j.Orders) != 3 {
		t.Errorf("all: %+v", j)
	}
	work(t, h, fries, kitchen.Command{Verb: kitchen.Start})
	work(t, h, both, kitchen.Command{Verb: kitchen.Start, Station: "bar"})
	if u := grill.worked(kitchen.Start); u.OrderID != string(both.ID) || u.Version != 2 || !slices.Equal(u.Tasks, []string{"3"}) || u.Order.Tasks[2].State != "started" {
		t.Errorf("updated %+v", u)
	}
	if u := grill.update(); u.OrderID != string(both.ID) || u.Version != 3 || u.Status != "in_progress" {
		t.Errorf("updated %+v", u)
	}
	h.MustOrder(t, "Fries")
	h.MustOrder(t, "Burger")
	grill.next(wire.EventNewOrder)
	grill.quiet()
	for range 2 { // fries, then fish & chips with a beer
		all.worked(kitchen.Start)
		all.update()
	}
	all.next(wire.EventNewOrder)
	all.next(wire.EventNewOrder)
	all.quiet()
}

// TestAnOrderThatMovesIsToldToBothStations: where it was, and where it is.
func TestAnOrderThatMovesIsToldToBothStations(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	o := h.MustOrder(t, "Burger")
	grill, bar := dialScreen(t, h), dialScreen(t, h)
	grill.shows("", "grill")
	bar.shows("", "bar")
	work(t, h, o, kitchen.Command{Verb: kitchen.Reroute, To: "bar"})
	for _, g := range []guest{grill, bar} {
		if u := g.worked(kitchen.Reroute); u.Order.Tasks[0].Station != "bar" || u.Order.Tasks[0].From != "grill" {
			t.Errorf("%+v", u.Order.Tasks)
		}
		g.quiet()
	}
}

// TestStaffHearsOfTheKitchenWithoutJoining: once, also when it joins.
func TestStaffHearsOfTheKitchenWithoutJoining(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	counter, _ := dialStaff(t, h, "")
	counter.shows("", "all", "grill")
	o := h.MustOrder(t, "Burger")
	counter.next(wire.EventNewOrder)
	work(t, h, o, kitchen.Command{Verb: kitchen.Seen})
	counter.worked(kitchen.Seen)
	counter.quiet()
}

// TestAScreenGoesOnWhereItWas: also after a restart of the house; what it
// missed comes one by one, and nothing twice.
func TestAScreenGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	for name, restart := range map[string]func(testing.TB, *testhouse.House) *testhouse.House{
		"the connection was cut": func(_ testing.TB, h *testhouse.House) *testhouse.House { return h },
		"the house began anew":   reopen,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := openPub(t)
			o := h.MustOrder(t, "Burger")
			grill := dialScreen(t, h)
			since := grill.shows("", "grill").Cursor
			grill.Close()
			h.MustOrder(t, "Fries")
			work(t, h, o, kitchen.Command{Verb: kitchen.Start})
			h = restart(t, h)
			work(t, h, o, kitchen.Command{Verb: kitchen.Bump})
			h.MustOrder(t, "Burger")
			grill = dialScreen(t, h)
			j := grill.shows(since, "grill")
			if !j.Resumed || len(j.Orders) != 0 || j.Cursor == since {
				t.Errorf("joined %+v", j)
			}
			grill.worked(kitchen.Start)
			grill.update() // in progress
			grill.worked(kitchen.Bump)
			grill.update() // ready
			grill.next(wire.EventNewOrder)
			grill.quiet()
			for _, since := range []string{"nonsense", h.Cursor("elsewhere", 1), h.Cursor(testhouse.Location, 1000)} {
				if j := dialScreen(t, h).shows(since, "grill"); j.Resumed || len(j.Orders) != 2 {
					t.Errorf("since %s: joined %+v", since, j)
				}
			}
			if j := grill.shows(since, "grill"); j.Resumed {
				t.Errorf("who is there already was given what it had once more: %+v", j)
			}
		})
	}
}

// awaitPushed returns when a house has pushed all that was committed.
func awaitPushed(t testing.TB, h *testhouse.House) {
	t.Helper()
	head, err := h.Head(t.Context(), testhouse.Person)
	if err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for h.Live.At() < head {
		select {
		case <-tick.C:
		case <-t.Context().Done():
			t.Fatalf("event %d was not pushed", head)
		}
	}
}

// TestTwoScreensBumpOneTicket: it has one effect, and both hear that it is
// done; also when both send what the other one's tap has made old.
func TestTwoScreensBumpOneTicket(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	o := h.MustOrder(t, "Burger", "Fries")
	screens := []guest{dialScreen(t, h), dialScreen(t, h)}
	done := make(chan error, len(screens))
	for i, s := range screens {
		s.shows("", "grill")
		go func() {
			c := wire.Command{Verb: "bump", OrderID: string(o.ID), Key: fmt.Sprint(i), KitchenWork: wire.KitchenWork{Tasks: []string{"1"}, ExpectedVersion: 1}}
			answer, err := s.Command(t.Context(), c)
			if err == nil && (!answer.Success || answer.Order.Tasks[0].State != "done" || answer.Message != "#001: bump") {
				err = fmt.Errorf("answered %+v", answer)
			}
			done <- err
		}()
	}
	for range screens {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	for _, s := range screens {
		s.worked(kitchen.Bump)
		s.update()
		s.quiet()
	}
	if n := len(h.Events(t)); n != 3 {
		t.Errorf("%d events, want placed, bumped and in progress", n)
	}
}

// TestACommandOfAScreenCountsOnce: under its key, however often it is sent and
// over whichever connection.
func TestACommandOfAScreenCountsOnce(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	result, err := h.Place(t.Context(), testhouse.Person, order.Draft{Customer: "Ines", Lines: []order.Line{{Name: "Fries", Price: 350, Quantity: 3}}}, "")
	if err != nil {
		t.Fatal(err)
	}
	o := result.Order()
	one := wire.Command{Verb: "bump", OrderID: string(o.ID), Key: "tap 1", KitchenWork: wire.KitchenWork{Station: "fryer", Quantity: 1}}
	for n := range 3 {
		answer, err := dialScreen(t, h).Command(t.Context(), one)
		if err != nil || answer.Replayed != (n > 0) || answer.Order.Tasks[0].Done != 1 || answer.Order.Version != 3 {
			t.Errorf("try %d: %+v, %v", n, answer, err)
		}
	}
	one.Quantity = 2
	if p := dialScreen(t, h).refusal(one); p.Code != "idempotency.mismatch" {
		t.Errorf("the key of another tap: %+v", p)
	}
	one.Key = "tap 2"
	if answer, err := dialScreen(t, h).Command(t.Context(), one); err != nil || answer.Order.Status != "ready" {
		t.Errorf("%+v, %v", answer, err)
	}
	serve := wire.Command{Verb: "serve", OrderID: string(o.ID), Key: "tap 3"}
	if answer, err := dialScreen(t, h).Command(t.Context(), serve); err != nil || answer.Order.Status != "completed" {
		t.Errorf("handed over: %+v, %v", answer, err)
	}
}

// TestAStaleCommandIsShownHowItIs: the refusal has the order.
func TestAStaleCommandIsShownHowItIs(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	o := h.MustOrder(t, "Burger", "Fries")
	now := work(t, h, o, kitchen.Command{Verb: kitchen.Start, Station: "grill"})
	stale := wire.Command{Verb: "void", OrderID: string(o.ID), KitchenWork: wire.KitchenWork{Tasks: []string{"1"}, ExpectedVersion: o.Version}}
	if p := dialScreen(t, h).refusal(stale); p.Code != "kitchen.stale" || p.Detail == "" || p.Order == nil || p.Order.Version != now.Version {
		t.Errorf("refused with %+v", p)
	}
	if p := dialScreen(t, h).refusal(wire.Command{Verb: "pass", OrderID: string(o.ID)}); p.Code != "kitchen.open" || p.Order == nil {
		t.Errorf("refused with %+v", p)
	}
}

// TestASeenTicketIsConfirmed: what the screen has shown, and no more.
func TestASeenTicketIsConfirmed(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	o := h.MustOrder(t, "Burger", "Fries")
	added, err := h.AddItems(t.Context(), testhouse.Person, restaurant.Ref(o.ID), []order.Line{{Name: "Burger", Price: 350, Quantity: 1}}, "")
	if err != nil {
		t.Fatal(err)
	}
	grill := dialScreen(t, h)
	seen := func() (list []bool) {
		for _, task := range mustRead(t, h, o.ID).Tasks {
			list = append(list, !task.SeenAt.IsZero())
		}
		return list
	}
	for _, version := range []int64{o.Version, o.Version, added.Order().Version} {
		if err := grill.Seen(t.Context(), wire.TicketSeen{OrderID: string(o.ID), Station: "grill", Version: version}); err != nil {
			t.Fatal(err)
		}
		if got, want := seen(), []bool{true, false, version > o.Version}; !slices.Equal(got, want) {
			t.Errorf("shown at version %d: confirmed %v, want %v", version, got, want)
		}
	}
	if n := mustRead(t, h, o.ID).Version; n != 4 {
		t.Errorf("version %d: what was confirmed once is done", n)
	}
	if err := grill.Emit(wire.EventTicketSeen, wire.TicketSeen{OrderID: string(o.ID), Station: "fryer", Version: 4}); err != nil {
		t.Fatal(err)
	}
	grill.quiet() // is answered after it
	if got := seen(); !slices.Equal(got, []bool{true, true, true}) {
		t.Errorf("without an acknowledgement: %v", got)
	}
}

func mustRead(t testing.TB, h *testhouse.House, id order.ID) order.Order {
	t.Helper()
	o, err := h.Order(t.Context(), testhouse.Person, restaurant.Ref(id))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestScreensAreToldOfAnotherSetUp: those that follow the kitchen, and staff.
func TestScreensAreToldOfAnotherSetUp(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	grill, idle := dialScreen(t, h), dialScreen(t, h)
	grill.shows("", "grill")
	counter, _ := dialStaff(t, h, "")
	if _, err := h.OpenStation(t.Context(), testhouse.Person, "grill", false); err != nil {
		t.Fatal(err)
	}
	for _, g := range []guest{grill, counter} {
		var news wire.KitchenChanged
		if g.decode(g.next(wire.EventKitchenChanged), &news); news.Setup.Version != 1 || news.Stations[1].Open || !news.Stations[0].Open {
			t.Errorf("told %+v", news)
		}
	}
	idle.quiet()
	if j := idle.shows("", "grill"); j.Setup.Version != 1 || j.Stations[1].Open {
		t.Errorf("joined %+v", j)
	}
}

// TestWhoJoinsWhileTheKitchenIsSetUpHasTheNewestInTheEnd: in the answer, or as
// news after it.
func TestWhoJoinsWhileTheKitchenIsSetUpHasTheNewestInTheEnd(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	var screens []guest
	known := map[guest]int64{}
	for n := range 20 {
		if _, err := h.OpenStation(t.Context(), testhouse.Person, "grill", n%2 == 0); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			s := dialScreen(t, h)
			known[s] = s.shows("", "grill").Setup.Version
			screens = append(screens, s)
		}
	}
	for _, s := range screens {
		for known[s] < 20 {
			var news wire.KitchenChanged
			s.decode(s.next(wire.EventKitchenChanged), &news)
			known[s] = news.Setup.Version
		}
	}
}

// TestWhoLeavesTheKitchenHearsNoMore: and can come back.
func TestWhoLeavesTheKitchenHearsNoMore(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	grill := dialScreen(t, h)
	grill.shows("", "grill", "bar")
	h.MustOrder(t, "Beer")
	grill.next(wire.EventNewOrder)
	answer, err := grill.EmitAck(t.Context(), wire.EventLeaveKitchen, wire.LeaveKitchen{})
	var left wire.LeftKitchen
	if err != nil || json.Unmarshal(answer, &left) != nil || left.Message == "" {
		t.Errorf("left with %s, %v", answer, err)
	}
	grill.next(wire.EventLeftKitchen)
	h.MustOrder(t, "Beer", "Burger")
	awaitPushed(t, h)
	grill.quiet()
	if j := grill.shows("", "grill"); len(j.Orders) != 1 {
		t.Errorf("joined %+v", j)
	}
	h.MustOrder(t, "Beer") // which it does not show any more
	awaitPushed(t, h)
	grill.quiet()
}

// TestJoinedKitchenIsToldOnce: by the acknowledgement, or else as an event; a
// full board must not be sent twice.
func TestJoinedKitchenIsToldOnce(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	grill := dialScreen(t, h)
	grill.shows("", "grill")
	grill.quiet()
	if err := grill.Emit(wire.EventJoinKitchen, wire.JoinKitchen{Stations: []string{"grill"}}); err != nil {
		t.Fatal(err)
	}
	var j wire.JoinedKitchen
	if grill.decode(grill.next(wire.EventJoinedKitchen), &j); j.Cursor == "" || j.Orders == nil {
		t.Errorf("joined %+v", j)
	}
	grill.quiet()
}

// TestBadKitchenPayloadsAreRefusedAndTheSocketLives: each for what it is, and
// nothing is changed.
func TestBadKitchenPayloadsAreRefusedAndTheSocketLives(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	o := h.MustOrder(t, "Burger", "Fries")
	grill := dialScreen(t, h)
	for _, c := range []struct{ event, payload, code string }{
		{wire.EventJoinKitchen, "null", "live.payload"},
		{wire.EventJoinKitchen, `"grill"`, "live.payload"},
		{wire.EventJoinKitchen, `{"stations":"grill"}`, "live.payload"},
		{wire.EventJoinKitchen, `{}`, "live.stations"},
		{wire.EventJoinKitchen, `{"stations":[]}`, "live.stations"},
		{wire.EventJoinKitchen, `{"stations":["moon"]}`, "kitchen.station"},
		{wire.EventJoinKitchen, `{"stations":["grill"` + strings.Repeat(`,"grill"`, kitchen.MaxStations) + `]}`, "live.stations"},
		{wire.EventCommand, "[]", "live.payload"},
		{wire.EventCommand, `{"verb":7}`, "live.payload"},
		{wire.EventCommand, `{"verb":"bump","orderId":"ID","at":"noon"}`, "live.payload"},
		{wire.EventCommand, `{"orderId":"ID"}`, "kitchen.verb"},
		{wire.EventCommand, `{"verb":"alarm","orderId":"ID"}`, "kitchen.verb"},
		{wire.EventCommand, `{"verb":"bump"}`, "order.unknown"},
		{wire.EventCommand, `{"verb":"bump","orderId":"nobody's"}`, "order.unknown"},
		{wire.EventCommand, `{"verb":"serve","orderId":"nobody's"}`, "order.unknown"},
		{wire.EventCommand, `{"verb":"bump","orderId":"ID","tasks":["9"]}`, "kitchen.task"},
		{wire.EventCommand, `{"verb":"bump","orderId":"ID","quantity":-1}`, "kitchen.quantity"},
		{wire.EventCommand, `{"verb":"bump","orderId":"ID","quantity":1000}`, "kitchen.quantity"},
		{wire.EventCommand, `{"verb":"fire","orderId":"ID","course":10}`, "order.course"},
		{wire.EventCommand, `{"verb":"move","orderId":"ID","to":"moon"}`, "kitchen.station"},
		{wire.EventCommand, `{"verb":"refire","orderId":"ID"}`, "kitchen.reason"},
		{wire.EventCommand, `{"verb":"void","orderId":"ID","reason":"` + strings.Repeat("x", 81) + `"}`, "order.text"},
		{wire.EventCommand, `{"verb":"bump","orderId":"ID","tasks":["1"` + strings.Repeat(`,"1"`, 500) + `]}`, "kitchen.tasks"},
		{wire.EventCommand, `{"verb":"bump","orderId":"ID","key":"` + strings.Repeat("k", restaurant.MaxKey+1) + `"}`, "idempotency.key"},
		{wire.EventTicketSeen, "7", "live.payload"},
		{wire.EventTicketSeen, `{"orderId":"nobody's","station":"grill"}`, "order.unknown"},
	} {
		payload := json.RawMessage(strings.Replace(c.payload, "ID", string(o.ID), 1))
		answer, err := grill.EmitAck(t.Context(), c.event, payload)
		var e wire.Exception
		if err == nil {
			err = json.Unmarshal(answer, &e)
		}
		if err != nil || e.Status != "error" || e.Code != c.code || e.Message == "" {
			t.Errorf("%s %s: %s, %v, want %s", c.event, c.payload, answer, err, c.code)
		}
		if err := grill.Emit(c.event, payload); err != nil {
			t.Fatal(err)
		}
		if grill.decode(grill.next(wire.EventException), &e); e.Code != c.code {
			t.Errorf("%s %s without acknowledgement: %+v", c.event, c.payload, e)
		}
	}
	if n := len(h.Events(t)); n != 1 {
		t.Errorf("%d events", n)
	}
	grill.shows("", "grill")
}

// TestAGuestIsNoCook: who follows an order sees the kitchen's work on it, and
// has no hand in it.
func TestAGuestIsNoCook(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	o := h.MustOrder(t, "Burger")
	phone := dial(t, h, client.SocketOptions{Guest: true})
	phone.join(string(o.ID), "")
	phone.next(wire.EventJoined)
	for event, payload := range map[string]any{
		wire.EventJoinKitchen: wire.JoinKitchen{Stations: []string{"all"}},
		wire.EventCommand:     wire.Command{Verb: "bump", OrderID: string(o.ID)},
		wire.EventTicketSeen:  wire.TicketSeen{OrderID: string(o.ID), Station: "grill"},
	} {
		answer, err := phone.EmitAck(t.Context(), event, payload)
		var e wire.Exception
		if err != nil || json.Unmarshal(answer, &e) != nil || e.Code != "staff.forbidden" {
			t.Errorf("%s: %s, %v", event, answer, err)
		}
	}
	work(t, h, o, kitchen.Command{Verb: kitchen.Rush})
	if u := phone.worked(kitchen.Rush); u.Version != 2 || u.Order.RushAt == nil {
		t.Errorf("heard %+v", u)
	}
	phone.quiet()
	stranger := testhouse.Open(t, testhouse.WithDoors(), testhouse.WithWho(func(*http.Request) staff.Principal {
		return staff.Principal{Role: staff.Guest, Location: testhouse.Location}
	}))
	for _, event := range []string{wire.EventJoinKitchen, wire.EventCommand} {
		answer, err := dialScreen(t, stranger).EmitAck(t.Context(), event, map[string]any{"stations": []string{"all"}, "verb": "bump", "orderId": "x"})
		var e wire.Exception
		if err != nil || json.Unmarshal(answer, &e) != nil || e.Code != "staff.forbidden" {
			t.Errorf("a stranger's %s: %s, %v", event, answer, err)
		}
	}
}

// TestACancelledOrderIsShownToWhoComesLater: until the kitchen knows. A screen
// that comes back would otherwise take the ticket away without a word.
func TestACancelledOrderIsShownToWhoComesLater(t *testing.T) {
	t.Parallel()
	var later atomic.Int64 // a time.Duration
	h := openPub(t, testhouse.WithClock(func() time.Time { return evening.Add(time.Duration(later.Load())) }))
	o := h.MustOrder(t, "Burger")
	h.MustMove(t, o.ID, order.Cancelled)
	if j := dialScreen(t, h).shows("", "grill"); len(j.Orders) != 1 || j.Orders[0].Status != "cancelled" || j.Orders[0].Tasks[0].State != "voided" {
		t.Errorf("joined %+v", j)
	}
	if j := dialScreen(t, h).shows("", "fryer"); len(j.Orders) != 0 {
		t.Errorf("the fryer joined %+v", j)
	}
	old := h.MustOrder(t, "Burger")
	h.MustMove(t, old.ID, order.Cancelled)
	work(t, h, o, kitchen.Command{Verb: kitchen.Acknowledge, Station: "grill"})
	if j := dialScreen(t, h).shows("", "grill"); !slices.Equal(ids(j.Orders), []string{string(old.ID)}) {
		t.Errorf("acknowledged, and joined %+v", j)
	}
	later.Store(int64(order.RecallWindow + time.Second))
	h.MustOrder(t, "Fries") // something new, so that the kitchen is read again
	if j := dialScreen(t, h).shows("", "grill"); len(j.Orders) != 0 {
		t.Errorf("half an hour later joined %+v", j)
	}
}

// TestABoardThatIsTooLargeIsSaidToBeCut: forgotten orders fill it. What can be
// sent is sent, newest last, and the line holds.
func TestABoardThatIsTooLargeIsSaidToBeCut(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	const many = 60
	burgers := slices.Repeat([]string{"Burger"}, 100)
	var last order.Order
	for range many {
		last = h.MustOrder(t, burgers...)
	}
	grill := dialScreen(t, h)
	j := grill.shows("", "grill")
	if n := len(j.Orders); n == 0 || n+j.Older != many || j.Older == 0 || j.Orders[n-1].ID != string(last.ID) {
		t.Errorf("%d orders and %d older", n, j.Older)
	}
	h.MustOrder(t, "Burger")
	grill.next(wire.EventNewOrder)
	grill.quiet()
}

// TestTheClockOfTheHouseGoesToScreens: in every greeting.
func TestTheClockOfTheHouseGoesToScreens(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	_, session := dialStaff(t, h, "")
	j := dialScreen(t, h).shows("", "grill")
	for _, got := range []wire.Time{session.ServerTime, j.ServerTime} {
		if !time.Time(got).Equal(evening) {
			t.Errorf("told %v", time.Time(got))
		}
	}
}

// TestScreensHearTicks: with the house's clock, once they follow the kitchen.
func TestScreensHearTicks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &line{calls: make(chan net.Conn), closed: make(chan struct{})}
		const ahead = 1000 * time.Hour
		h := testhouse.Open(t, testhouse.WithDoorsOn(l), testhouse.WithClock(func() time.Time { return time.Now().Add(ahead) }))
		start := time.Now()
		web := &http.Client{Transport: &http.Transport{DialContext: l.dial}}
		s, err := client.New("http://localhost", client.Options{HTTP: web}).Dial(t.Context(), client.SocketOptions{Screen: true})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		screen := guest{s, t}
		time.Sleep(15 * time.Second)
		screen.quiet()
		screen.shows("", "all")
		h.MustPlace(t, "Ines", 1)
		var placed wire.NewOrder
		screen.decode(screen.next(wire.EventNewOrder), &placed)
		var tick wire.Tick
		screen.decode(screen.next(wire.EventTick), &tick)
		if at := time.Time(tick.ServerTime).Sub(start.Add(ahead)); at.Round(time.Second) != 20*time.Second || tick.Cursor != placed.Cursor {
			t.Errorf("tick at %s with %s", at, tick.Cursor)
		}
	})
}
