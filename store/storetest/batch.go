package storetest

import (
	"fmt"
	"runtime"
	"sync"
	"testing"

	"orderup/order"
	"orderup/store"
)

// A Line is a store that tells how many transactions wait for its writer.
type Line interface {
	store.Store
	Queued() int
}

// Together has all transactions wait before the first of them runs, and returns
// their outcomes. hold keeps the writer busy until release is called.
func Together(t testing.TB, s Line, l order.Location, hold func() (release func()), transactions ...func(store.Tx) error) []error {
	outcomes := make([]error, len(transactions))
	var running sync.WaitGroup
	release := hold()
	for i, f := range transactions {
		running.Go(func() { outcomes[i] = s.Update(t.Context(), l, f) })
		Await(s, i+1)
	}
	release()
	running.Wait()
	return outcomes
}

// Await returns when n transactions wait.
func Await(s Line, n int) {
	for s.Queued() != n {
		runtime.Gosched()
	}
}

// Inserting returns a transaction that places an order for a customer and counts
// how often it ran.
func Inserting(l order.Location, id, customer string, runs *int) func(store.Tx) error {
	return func(tx store.Tx) error {
		*runs++
		n, err := tx.NextNumber(today)
		if err != nil {
			return err
		}
		o := order.Order{ID: order.ID(id), Location: l, Day: today, Number: n, Status: order.Pending, Version: 1, Currency: "EUR", Customer: customer}
		if err := tx.Insert(o); err != nil {
			return err
		}
		return tx.Append(order.Event{Type: order.Placed, Order: o})
	}
}

// Log returns the numbers, ids and order numbers of a log, as "1 a #001".
func Log(t testing.TB, s store.Store, l order.Location) (list []string) {
	t.Helper()
	err := s.View(t.Context(), l, func(v store.Reader) error {
		events, err := v.Events(0, 1000)
		for _, e := range events {
			list = append(list, fmt.Sprintf("%d %s %s", e.Seq, e.Order.ID, e.Order.Number))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
