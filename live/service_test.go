package live_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"

	"orderup/client"
	"orderup/internal/testhouse"
	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
	"orderup/restaurant"
	"orderup/store"
	"orderup/wire"
)

// A board is what a screen holds: it takes every event, in any order, by the
// one rule that a client needs, to ignore what is not above the version it has.
type board struct {
	guest
	station string
	orders  map[string]wire.Order
	cursor  string
	joined  int // times that the house has answered
	resumed int // of them, those after which it went on where it was
}

// take takes one event in.
func (b *board) take(e client.Event) error {
	var told struct {
		wire.JoinedKitchen
		Order wire.Order `json:"order"`
	}
	switch e.Name {
	case wire.EventTick, wire.EventKitchenChanged, wire.EventMenuChanged:
		return nil
	case wire.EventJoinedKitchen, wire.EventNewOrder, wire.EventStatusUpdated, wire.EventUpdated:
	default:
		return fmt.Errorf("a screen was sent %s %s", e.Name, e.Data)
	}
	if err := json.Unmarshal(e.Data, &told); err != nil {
		return err
	}
	b.cursor = told.Cursor
	if e.Name == wire.EventJoinedKitchen {
		return b.begin(told.JoinedKitchen)
	}
	return b.note(told.Order)
}

// begin takes the answer to a join in.
func (b *board) begin(j wire.JoinedKitchen) error {
	if b.joined++; j.Resumed {
		b.resumed++
		return nil
	}
	b.orders = map[string]wire.Order{}
	for _, o := range j.Orders {
		if err := b.note(o); err != nil {
			return err
		}
	}
	return nil
}

func (b *board) note(o wire.Order) error {
	if !slices.ContainsFunc(o.Tasks, func(t wire.Task) bool { return b.station == "all" || t.Station == b.station || t.From == b.station }) {
		return fmt.Errorf("the %s was sent order %s, which is at %+v", b.station, o.Number, o.Tasks)
	}
	if o.Version > b.orders[o.ID].Version {
		b.orders[o.ID] = o
	}
	return nil
}

// comes connects and joins, from where it was or afresh.
func (b *board) comes(h *testhouse.House, afresh bool) {
	b.guest = dial(b.t, h, client.SocketOptions{Screen: true})
	in := wire.JoinKitchen{Stations: []string{b.station}, Since: b.cursor}
	if afresh {
		in.Since = ""
	}
	if err := b.Emit(wire.EventJoinKitchen, in); err != nil {
		b.t.Error(err)
	}
}

// works shows its station until the service is over, with a connection that is
// cut again and again, and returns once it has been told all.
func (b *board) works(h *testhouse.House, r *rand.Rand, over <-chan struct{}) error {
	for b.comes(h, true); ; b.comes(h, r.IntN(3) == 0) {
		for n := r.IntN(40); n > 0; n-- {
			select {
			case e := <-b.Events():
				if err := b.take(e); err != nil {
					return err
				}
			case <-over:
				return b.rest()
			}
		}
		b.Close()
	}
}

// rest takes in what has been sent.
func (b *board) rest() error {
	if _, err := b.EmitAck(b.t.Context(), "is anybody there", nil); err != nil {
		return err
	}
	for {
		select {
		case e := <-b.Events():
			if err := b.take(e); err != nil {
				return err
			}
		default:
			return nil
		}
	}
}

// live returns the orders that are still work of a station, by their ids.
func live(orders map[string]wire.Order, station string) map[string]wire.Order {
	found := map[string]wire.Order{}
	for id, o := range orders {
		for _, t := range o.Tasks {
			open := (t.State == "held" || t.State == "queued" || t.State == "started") && o.Status != "cancelled"
			withdrawn := t.State == "voided" && !t.Acknowledged
			if (station == "all" || t.Station == station) && (open || withdrawn) && o.Status != "completed" {
				found[id] = o
			}
		}
	}
	return found
}

// service does something in the kitchen, again and again.
func service(t *testing.T, h *testhouse.House, r *rand.Rand, times int) {
	names := []string{"Burger", "Fries", "Beer", "Fish & Chips"}
	stations := []menu.StationID{"grill", "fryer", "bar", ""}
	var mine []order.Order
	for range times {
		if len(mine) < 3 || r.IntN(4) == 0 {
			mine = append(mine, h.MustOrder(t, names[r.IntN(4)], names[r.IntN(4)]))
			continue
		}
		o := mine[r.IntN(len(mine))]
		if r.IntN(6) == 0 {
			to := []order.Status{order.Ready, order.InProgress, order.Completed, order.Cancelled}[r.IntN(4)]
			_, _ = h.Move(t.Context(), testhouse.Person, restaurant.Move{Order: restaurant.Ref(o.ID), To: to}, "") // it may be refused
			continue
		}
		c := kitchen.Command{Verb: kitchen.Verbs[r.IntN(len(kitchen.Verbs))], Station: stations[r.IntN(4)], To: stations[r.IntN(3)], Reason: "cold"}
		_, _ = h.Work(t.Context(), testhouse.Person, restaurant.Ref(o.ID), c, "") // it may be refused
	}
}

// TestScreensHoldWhatTheStoreHolds: cooks, counter and house do anything at
// once, screens come and go at any time, from where they were or afresh; in the
// end each holds the tickets of its station as they are in the store.
func TestScreensHoldWhatTheStoreHolds(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			h := openPub(t)
			over := make(chan struct{})
			var cooks, screens sync.WaitGroup
			var boards []*board
			for n, station := range []string{"grill", "fryer", "bar", "all", "grill", "all"} {
				b := &board{guest: guest{t: t}, station: station}
				boards = append(boards, b)
				screens.Go(func() {
					if err := b.works(h, rand.New(rand.NewPCG(seed, uint64(n))), over); err != nil {
						t.Error(err)
					}
				})
			}
			for n := range uint64(4) {
				cooks.Go(func() { service(t, h, rand.New(rand.NewPCG(seed, 100+n)), 50) })
			}
			cooks.Wait()
			awaitPushed(t, h)
			close(over)
			screens.Wait()
			kept, resumed := stored(t, h), 0
			for _, b := range boards {
				resumed += b.resumed
				if got, want := live(b.orders, b.station), live(kept, b.station); !reflect.DeepEqual(got, want) {
					t.Errorf("a screen of %s that joined %d times holds %d tickets, the store %d:\n%v\n%v", b.station, b.joined, len(got), len(want), versionsOf(got), versionsOf(want))
				}
			}
			if resumed == 0 {
				t.Error("no screen ever went on where it was")
			}
		})
	}
}

func versionsOf(orders map[string]wire.Order) map[string]int64 {
	list := map[string]int64{}
	for _, o := range orders {
		list[o.Number] = o.Version
	}
	return list
}

// stored returns every order of a house as a client would read it.
func stored(t testing.TB, h *testhouse.House) map[string]wire.Order {
	t.Helper()
	all := map[string]wire.Order{}
	err := h.Store.View(context.Background(), testhouse.Location, func(r store.Reader) error {
		orders, err := r.Orders(store.Query{Limit: 10_000})
		for _, o := range orders {
			text, _ := json.Marshal(wire.FromOrder(o)) // what FromOrder makes can be encoded
			var w wire.Order
			if err := json.Unmarshal(text, &w); err != nil {
				return err
			}
			all[w.ID] = w
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
