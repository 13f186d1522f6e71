package group_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"orderup/store/group"
)

var errOutcome = errors.New("the outcome")

// works takes the work out of requests.
func works(requests []*group.Request[int]) (list []int) {
	for _, r := range requests {
		list = append(list, r.Work)
	}
	return list
}

func settle(requests []*group.Request[int], err error) {
	for _, r := range requests {
		r.Err = err
		r.Settle()
	}
}

func TestTakeKeepsTheOrderAndTheLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := group.NewQueue[int]()
		outcomes := make(chan error, 5)
		for i := range 5 {
			go func() { outcomes <- q.Do(t.Context(), i) }()
			synctest.Wait() // until it waits
		}
		for _, want := range [][]int{{0, 1}, {2, 3}, {4}} {
			requests := q.Take(nil, 2)
			if got := works(requests); !slices.Equal(got, want) {
				t.Errorf("taken %v, want %v", got, want)
			}
			settle(requests, errOutcome)
		}
		for range 5 {
			if err := <-outcomes; err != errOutcome {
				t.Errorf("outcome %v", err)
			}
		}
	})
}

func TestContextEndsOnlyWhatWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := group.NewQueue[int]()
		ctx, cancel := context.WithCancel(t.Context())
		outcomes := make([]error, 3)
		var calling sync.WaitGroup
		do := func(ctx context.Context, i int) {
			calling.Go(func() { outcomes[i] = q.Do(ctx, i) })
			synctest.Wait()
		}
		do(ctx, 0)
		taken := q.Take(nil, 9)
		do(ctx, 1)
		do(t.Context(), 2)
		cancel()
		synctest.Wait()
		if q.Len() != 1 {
			t.Errorf("%d wait, want the one whose context goes on", q.Len())
		}
		settle(append(taken, q.Take(nil, 9)...), errOutcome)
		calling.Wait()
		if outcomes[0] != errOutcome || outcomes[1] != context.Canceled || outcomes[2] != errOutcome {
			t.Errorf("outcomes %v", outcomes)
		}
		if err := q.Do(ctx, 3); err != context.Canceled || q.Len() != 0 {
			t.Errorf("after its context has ended: %v, %d wait", err, q.Len())
		}
	})
}

func TestCloseServesWhoWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := group.NewQueue[int]()
		outcome := make(chan error, 1)
		go func() { outcome <- q.Do(t.Context(), 1) }()
		synctest.Wait()
		q.Close()
		if err := q.Do(t.Context(), 2); err != group.ErrClosed {
			t.Errorf("after Close: %v", err)
		}
		requests := q.Take(nil, 9)
		if got := works(requests); !slices.Equal(got, []int{1}) {
			t.Errorf("taken %v", got)
		}
		settle(requests, nil)
		if err := <-outcome; err != nil {
			t.Error(err)
		}
		if rest := q.Take(nil, 9); len(rest) != 0 {
			t.Errorf("taken from an empty queue: %v", works(rest))
		}
	})
}
