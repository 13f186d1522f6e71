package reliability

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// race is many guests who send one command under one key at the same time.
type race struct {
	path, key, body string
	want            int // status
}

// run sends the command n times at once, each until it is answered, and returns the one answer they all got, to the byte.
func (r race) run(ctx context.Context, g *Guest, n int) (Reply, error) {
	replies, errs := make([]Reply, n), make([]error, n)
	var racers sync.WaitGroup
	for i := range n {
		racers.Go(func() { replies[i], errs[i] = g.Insist(ctx, r.path, r.key, r.body) })
	}
	racers.Wait()
	if err := errors.Join(errs...); err != nil {
		return Reply{}, err
	}
	return replies[0], r.check(replies)
}

// check wants the same answer for everybody, and at most one that calls itself the first. The first may have been
// lost with the server, so there may be none.
func (r race) check(replies []Reply) error {
	firsts := 0
	for _, reply := range replies {
		if reply.Status != r.want || !bytes.Equal(reply.Body, replies[0].Body) {
			return fmt.Errorf("under key %s one guest was answered %d: %s\nand another %d: %s", r.key, replies[0].Status, replies[0].Body, reply.Status, reply.Body)
		}
		if !reply.Replayed() {
			firsts++
		}
	}
	if firsts > 1 {
		return fmt.Errorf("under key %s the command was carried out %d times, by the answers' own word", r.key, firsts)
	}
	return nil
}

// sameKey is the life of one key's customer: an order, a status, then both once more, and somebody who uses the
// order's key for another order.
func sameKey(ctx context.Context, g *Guest, j *Journal, n, racers int) error {
	customer := fmt.Sprintf("samekey-%d", n)
	place := race{"/orders", customer + "-place", OrderFor(customer), http.StatusCreated}
	placed, err := place.run(ctx, g, racers)
	if err != nil {
		return err
	}
	a, err := placed.Ack()
	if err != nil {
		return err
	}
	finish := race{"/orders/" + a.ID + "/status", customer + "-ready", `{"status":"ready"}`, http.StatusOK}
	finished, err := finish.run(ctx, g, racers)
	if err != nil {
		return err
	}
	if a, err = finished.Ack(); err != nil {
		return err
	}
	j.Note(a)
	return errors.Join(
		place.again(ctx, g, placed), finish.again(ctx, g, finished),
		refused(ctx, g, "/orders", place.key, OrderFor("somebody else")),
		refused(ctx, g, finish.path, finish.key, `{"status":"completed"}`),
	)
}

// again sends the command once more and wants the first answer, marked as a replay.
func (r race) again(ctx context.Context, g *Guest, first Reply) error {
	reply, err := g.Insist(ctx, r.path, r.key, r.body)
	if err != nil {
		return err
	}
	if !reply.Replayed() {
		return fmt.Errorf("the answer to the key %s, used before, does not say that it is a replay", r.key)
	}
	return r.check([]Reply{first, reply})
}

// refused uses a key that belongs to another command.
func refused(ctx context.Context, g *Guest, path, key, body string) error {
	reply, err := g.Insist(ctx, path, key, body)
	if err == nil && reply.Status != http.StatusUnprocessableEntity {
		err = fmt.Errorf("another command under key %s was answered %d, want 422: %s", key, reply.Status, reply.Body)
	}
	return err
}

// R18. One key, many racers, a server killed in the middle: one order, one step of its status, one answer.
func TestSameKey(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), time.Minute+time.Duration(*keys**racers)*20*time.Millisecond)
	defer stop()
	house := newHouse(t, t.TempDir())
	open(ctx, t, house)
	var journal Journal
	var done atomic.Int64
	guest, halfway, raced := NewGuest(house, 64), make(chan struct{}), make(chan error, 1)
	go func() {
		raced <- inParallel(4, *keys, func(n int) error {
			if done.Add(1) == int64(*keys/2) {
				close(halfway)
			}
			return sameKey(ctx, guest, &journal, n, *racers)
		})
	}()
	select {
	case <-halfway:
		must(t, house.Kill())
		open(ctx, t, house)
	case err := <-raced:
		t.Fatalf("the races ended before the server could be killed: %v", err)
	}
	must(t, <-raced)
	must(t, house.Close())
	v := judge(t, &journal, house.Data, true)
	t.Logf("%d keys, each raced twice by %d guests across a kill: %d orders: %s", *keys, *racers, journal.Len(), v)
	if journal.Len() != *keys {
		t.Errorf("%d orders for %d keys", journal.Len(), *keys)
	}
	checkRepliesOutlive(ctx, t, house)
}

// checkRepliesOutlive starts once more: an answer must be the same after a restart as well.
func checkRepliesOutlive(ctx context.Context, t *testing.T, house *House) {
	t.Helper()
	open(ctx, t, house)
	guest := NewGuest(house, 1)
	place := race{"/orders", "samekey-restart", OrderFor("samekey-restart"), http.StatusCreated}
	first, err := place.run(ctx, guest, 1)
	must(t, err)
	must(t, house.Close())
	open(ctx, t, house)
	must(t, place.again(ctx, guest, first))
}

// inParallel calls do with 0 to n-1 on several workers. A worker whose call fails stops.
func inParallel(at, n int, do func(int) error) error {
	var next atomic.Int64
	var workers sync.WaitGroup
	errs := make([]error, at)
	for w := range at {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(n) && errs[w] == nil; i = next.Add(1) - 1 {
				errs[w] = do(int(i))
			}
		})
	}
	workers.Wait()
	return errors.Join(errs...)
}

// The control of R18: a race whose answers differ, or of which two were carried out, is found.
func TestARaceWithTwoWinnersIsFound(t *testing.T) {
	t.Parallel()
	r := race{key: "k", want: http.StatusCreated}
	replay := http.Header{"Idempotent-Replayed": {"true"}}
	first, again := Reply{201, http.Header{}, []byte("a")}, Reply{201, replay, []byte("a")}
	if err := r.check([]Reply{first, again, again}); err != nil {
		t.Errorf("a good race: %v", err)
	}
	for story, replies := range map[string][]Reply{
		"two firsts":      {first, first},
		"another body":    {first, {201, replay, []byte("b")}},
		"another status":  {first, {409, replay, []byte("a")}},
		"all refused":     {{409, replay, nil}, {409, replay, nil}},
		"a failed server": {first, again, {500, replay, []byte("a")}},
	} {
		if r.check(replies) == nil {
			t.Errorf("%s: not found", story)
		}
	}
}
