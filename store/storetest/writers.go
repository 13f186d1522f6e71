package storetest

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"orderup/fault"
	"orderup/order"
	"orderup/store"
)

const (
	writers = 64
	orders  = 8 // that each of them tries to place
)

// testWritersWithFailures lets many writers fail in every way there is, beside
// a reader that follows the log as the feed does: it must see every order that
// was acknowledged, none that was not, in numbers without gaps.
func testWritersWithFailures(t *testing.T, h *house) {
	var (
		placed  ledger
		done    = make(chan struct{})
		tail    []order.Event
		tailing sync.WaitGroup
		writing sync.WaitGroup
	)
	tailing.Go(func() { tail = h.follow(done) })
	for range writers {
		writing.Go(func() {
			for range orders {
				h.placeOrFail(&placed)
			}
		})
	}
	writing.Wait()
	close(done)
	tailing.Wait()

	var seen []order.ID
	var numbers []order.Number
	for i, e := range tail {
		if e.Seq != int64(i+1) {
			t.Fatalf("event %d has number %d", i+1, e.Seq)
		}
		if e.Type == order.Placed {
			seen = append(seen, e.Order.ID)
			numbers = append(numbers, e.Order.Number)
		}
	}
	same(t, "numbers of the day, in the order of the log", numbers, oneTo(len(seen)))
	slices.Sort(seen)
	same(t, "orders in the log and orders acknowledged", seen, placed.sorted())
}

func oneTo(n int) []order.Number {
	list := make([]order.Number, n)
	for i := range list {
		list[i] = order.Number(i + 1)
	}
	return list
}

// A ledger is what the callers were told, kept outside of the store.
type ledger struct {
	mu     sync.Mutex
	orders []order.ID
}

func (l *ledger) add(id order.ID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.orders = append(l.orders, id)
}

func (l *ledger) sorted() []order.ID {
	slices.Sort(l.orders)
	return l.orders
}

// placeOrFail places an order, or fails on the way, and notes what it was told.
func (h *house) placeOrFail(placed *ledger) {
	ctx, cancel := context.WithCancel(h.Context())
	defer cancel()
	var o order.Order
	way := rand.IntN(8)
	if way == 0 {
		go cancel() // some time between before and after
	}
	err := h.Update(ctx, north, func(tx store.Tx) (err error) {
		if way == 1 {
			return errMine
		}
		if o, err = h.placeIn(tx, north, today); err != nil {
			return err
		}
		switch way {
		case 2:
			return errMine
		case 3:
			panic(errMine)
		}
		return nil
	})
	switch {
	case err == nil && way >= 1 && way <= 3:
		h.Errorf("a transaction that failed in way %d was acknowledged", way)
	case err == nil:
		placed.add(o.ID)
		same(h.T, "acknowledged order", h.order(o), o)
	case way == 0 && !errors.Is(err, context.Canceled), way == 2 && !errors.Is(err, errMine), way > 3:
		h.Errorf("way %d: %v", way, err)
	}
}

// follow reads the log as it grows, until done is closed and it has all.
func (h *house) follow(done <-chan struct{}) []order.Event {
	var log []order.Event
	for last := false; ; {
		select {
		case <-done:
			last = true
		default:
		}
		var step []order.Event
		err := h.View(h.Context(), north, func(r store.Reader) (err error) {
			step, err = r.Events(int64(len(log)), 50)
			return err
		})
		if err != nil {
			h.Error(err)
			return log
		}
		if last && len(step) == 0 {
			return log
		}
		log = append(log, step...)
	}
}

// testSnapshots compares, within a view, answers that writers would change
// between one and the next.
func testSnapshots(t *testing.T, h *house) {
	var stop atomic.Bool
	var writing sync.WaitGroup
	for range 4 {
		writing.Go(func() {
			for !stop.Load() {
				if err := h.Update(t.Context(), north, func(tx store.Tx) error { return h.placeAndMove(tx) }); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	defer writing.Wait()
	defer stop.Store(true)
	for grown := int64(0); grown < 40; {
		h.view(north, func(r store.Reader) error {
			head := compareAnswers(t, r)
			if head > grown {
				grown = head
			}
			return nil
		})
	}
}

func (h *house) placeAndMove(tx store.Tx) error {
	o, err := h.placeIn(tx, north, today)
	if err != nil {
		return err
	}
	_, err = h.moveIn(tx, o.ID, order.Completed)
	return err
}

// compareAnswers reads the same truth in four ways and returns the head.
func compareAnswers(t *testing.T, r store.Reader) int64 {
	t.Helper()
	head, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	tally, err := r.Tally()
	if err != nil {
		t.Fatal(err)
	}
	list, err := r.Orders(store.Query{Limit: 1_000_000})
	if err != nil {
		t.Fatal(err)
	}
	log, err := r.Events(0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "last number of the log", int64(len(log)), head)
	same(t, "orders listed, four events each", int64(4*len(list)), head)
	same(t, "orders counted", tally[order.Completed].Orders, len(list))
	return head
}

// testOneWinner lets many try to change one version of one order.
func testOneWinner(t *testing.T, h *house) {
	o := h.place(north)
	var won atomic.Int64
	var racing sync.WaitGroup
	for range writers {
		racing.Go(func() {
			mine := o
			events, err := mine.MoveTo(order.InProgress, h.change())
			if err != nil {
				t.Error(err)
				return
			}
			err = h.Update(t.Context(), north, func(tx store.Tx) error {
				if err := tx.Append(events...); err != nil {
					return err
				}
				return tx.Save(mine, o.Version)
			})
			if err == nil {
				won.Add(1)
				return
			}
			isFault(t, err, fault.KindConflict, "order.version")
		})
	}
	racing.Wait()
	same(t, "winners", won.Load(), 1)
	same(t, "versions in the log", seqs(h.events(north)), []int64{1, 2})
}

// testOneOrderPerKey lets many place the same order under one idempotency key,
// as a client that repeats itself does: one is placed, all are told of it.
func testOneOrderPerKey(t *testing.T, h *house) {
	var told [writers]string
	var racing sync.WaitGroup
	for i := range writers {
		racing.Go(func() {
			err := h.Update(t.Context(), north, func(tx store.Tx) (err error) {
				told[i], err = h.placeOnce(tx, "key")
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	racing.Wait()
	log := h.events(north)
	same(t, "orders placed", len(log), 1)
	for _, id := range told {
		same(t, "order told", id, string(log[0].Order.ID))
	}
}

// placeOnce places an order unless the key knows one, and returns its id.
func (h *house) placeOnce(tx store.Tx, key string) (string, error) {
	reply, found, err := tx.Reply(key)
	if err != nil || found {
		return string(reply.Result), err
	}
	o, err := h.placeIn(tx, north, today)
	if err != nil {
		return "", err
	}
	return string(o.ID), tx.Remember(key, store.Reply{Hash: []byte{1}, At: opening, Result: []byte(o.ID)})
}

// testReadAfterWrite lets each writer read what it was just told is stored.
func testReadAfterWrite(t *testing.T, h *house) {
	var writing sync.WaitGroup
	for range 16 {
		writing.Go(func() {
			for range orders {
				o := h.place(north)
				same(t, "order that was acknowledged", h.order(o), o)
			}
		})
	}
	writing.Wait()
}
