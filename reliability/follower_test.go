package reliability

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// R9, in small. Who follows all events, and comes back after each kill -9 with the place reached, has in the end seen
// every event, once and in order. The control comes back without its place and must have missed some.
func TestFollowAcrossKills(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	house := newHouse(t, t.TempDir())
	open(ctx, t, house)
	var journal Journal
	crowd := &Crowd{Guest: NewGuest(house, 16), Journal: &journal, Writers: 16, Pace: 20 * time.Millisecond, Named: "follow"}
	faithful, forgetful := &Follower{House: house}, &Follower{House: house, Forgetful: true}
	meet(ctx, t, crowd, "faithful", faithful)
	meet(ctx, t, crowd, "forgetful", forgetful)
	must(t, crowd.Fill(ctx, 10)) // while nobody follows

	var last atomic.Value
	last.Store("")
	isLast := func(s Step) bool { return s == Step{last.Load().(string), int64(len(course))} }
	followed := make(chan error, 2)
	go func() { followed <- faithful.Follow(ctx, isLast) }()
	go func() { followed <- forgetful.Follow(ctx, isLast) }()
	closing, worked := make(chan struct{}), make(chan error, 1)
	go func() { worked <- crowd.Work(ctx, closing) }()
	killRepeatedly(ctx, t, house, 4)
	close(closing)
	must(t, <-worked)
	orderUntil(ctx, t, followed, 2, func(n int) error {
		customer := fmt.Sprintf("follow-last-%d", n)
		a, err := crowd.place(ctx, customer)
		if err != nil {
			return err
		}
		last.Store(a.ID)
		return crowd.advance(ctx, a.ID, customer, len(course)-1)
	})
	must(t, house.Close())

	log := ledger(t, house.Data).Steps
	t.Logf("%d events in the log; %d seen over %d breaks; without a place %d seen", len(log), len(faithful.Seen), faithful.Breaks, len(forgetful.Seen))
	if why := CompareSteps(faithful.Seen, log); why != "" {
		t.Error(why)
	}
	if faithful.Breaks < 4 {
		t.Errorf("the stream broke %d times in 4 kills", faithful.Breaks)
	}
	if CompareSteps(forgetful.Seen, log) == "" {
		t.Error("the follower without a place missed nothing: this test would not notice a hole")
	}
}

// meet has f see its first event, so that it has a place.
func meet(ctx context.Context, t *testing.T, crowd *Crowd, named string, f *Follower) {
	t.Helper()
	met := make(chan error, 1)
	go func() { met <- f.Follow(ctx, func(Step) bool { return true }) }()
	orderUntil(ctx, t, met, 1, func(n int) error {
		_, err := crowd.place(ctx, fmt.Sprintf("%s-met-%d", named, n))
		return err
	})
}

// orderUntil calls order now and then until n followers have reported.
func orderUntil(ctx context.Context, t *testing.T, followed <-chan error, n int, order func(n int) error) {
	t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for i := 0; n > 0; i++ {
		must(t, order(i))
		select {
		case err := <-followed:
			must(t, err)
			n--
		case <-again.C:
		case <-ctx.Done():
			t.Fatal(ctx.Err())
		}
	}
}

func TestCompareStepsFindsEveryHole(t *testing.T) {
	t.Parallel()
	a, b, c, d := Step{"x", 1}, Step{"y", 1}, Step{"x", 2}, Step{"y", 2}
	log := []Step{a, b, c, d}
	for _, good := range [][]Step{{a, b, c, d}, {b, c}, {d}} {
		if why := CompareSteps(good, log); why != "" {
			t.Errorf("%v: %s", good, why)
		}
	}
	for story, bad := range map[string][]Step{
		"nothing":            {},
		"a hole":             {a, c, d},
		"twice":              {a, b, b, c},
		"the last one twice": {a, b, b},
		"out of order":       {a, c, b, d},
		"backwards":          {c, b},
		"never happened":     {a, {"z", 1}, c},
		"never began":        {{"z", 1}, b},
	} {
		if CompareSteps(bad, log) == "" {
			t.Errorf("%s: not found", story)
		}
	}
}

func TestReadEvents(t *testing.T) {
	t.Parallel()
	for stream, want := range map[string]string{
		"retry: 1000\n\n:\n\nid: 7\nevent: new_order\ndata: {}\n\n": "7 new_order {}; EOF",
		"id:7\ndata:{\ndata:}\n\nid: 8\ndata: x\n\n":                "7  {}; 8  x; EOF",
		"id: 7\nevent: new_order\ndata: {}\n":                       "unexpected EOF",
		"id: 7\nevent: new":                                         "unexpected EOF",
		"":                                                          "EOF",
	} {
		var got strings.Builder
		err := readEvents(strings.NewReader(stream), func(e event) error {
			fmt.Fprintf(&got, "%s %s %s; ", e.id, e.name, e.data)
			return nil
		})
		if got.WriteString(err.Error()); got.String() != want {
			t.Errorf("%q was read as %s, want %s", stream, got.String(), want)
		}
	}
}

func FuzzReadEvents(f *testing.F) {
	f.Add("retry: 1000\n\nid: 7\nevent: new_order\ndata: {}\n\n")
	f.Add("data\ndata:\n: x\n\n")
	f.Fuzz(func(t *testing.T, stream string) {
		err := readEvents(strings.NewReader(stream), func(e event) error {
			if e.data == "" || strings.Contains(e.data+e.id+e.name, "\n") {
				t.Errorf("impossible event %+q", e)
			}
			return nil
		})
		if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Error(err)
		}
	})
}
