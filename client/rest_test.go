package client

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"orderup/internal/testhouse"
)

var burger = []Item{{Name: "Cheeseburger", Price: "8.50", Quantity: 2, Notes: "no onions"}}

// problem returns the Problem in err or fails the test.
func problem(t *testing.T, err error) *Problem {
	t.Helper()
	p, ok := errors.AsType[*Problem](err)
	if !ok {
		t.Fatalf("%v is no Problem", err)
	}
	return p
}

func TestAnOrdersWay(t *testing.T) {
	t.Parallel()
	c, ctx := to(t, testhouse.Open(t, testhouse.WithDoors()).URL), t.Context()
	o, err := c.Place(ctx, PlaceOrder{CustomerName: "Ines", Items: burger})
	if err != nil || o.Number != "#001" || o.Status != "pending" || o.TotalAmount != "17.00" || o.Items[0].Notes != "no onions" {
		t.Fatalf("placed %+v, %v", o, err)
	}
	for _, step := range []struct {
		do      func() error
		status  string
		version int64
	}{
		{func() (err error) {
			o, err = c.SetStatus(ctx, "#001", SetStatus{Status: "IN_PROGRESS", ExpectedVersion: 1})
			return err
		}, "in_progress", 2},
		{func() (err error) { o, err = c.Cancel(ctx, o.ID, "sold_out"); return err }, "cancelled", 3},
		{func() (err error) { o, err = c.Order(ctx, o.ID); return err }, "cancelled", 3},
	} {
		if err := step.do(); err != nil || o.Status != step.status || o.Version != step.version {
			t.Errorf("%s version %d, %v; want %s version %d", o.Status, o.Version, err, step.status, step.version)
		}
	}
	if o.CancelReason != "sold_out" {
		t.Errorf("cancelled because %q", o.CancelReason)
	}
}

func TestAKeyMakesACallHappenOnce(t *testing.T) {
	t.Parallel()
	c := to(t, testhouse.Open(t, testhouse.WithDoors()).URL)
	first, err := c.Place(t.Context(), PlaceOrder{CustomerName: "Ines", Items: burger, Key: "k"})
	again, errAgain := c.Place(t.Context(), PlaceOrder{CustomerName: "Ines", Items: burger, Key: "k"})
	if err != nil || errAgain != nil || first.ID != again.ID {
		t.Errorf("placed %s, %v and %s, %v", first.ID, err, again.ID, errAgain)
	}
	_, err = c.Place(t.Context(), PlaceOrder{CustomerName: "Max", Items: burger, Key: "k"})
	if p := problem(t, err); p.Status != 422 || p.Code != "idempotency.mismatch" {
		t.Errorf("another order under the same key: %v", p)
	}
}

func TestRefusalsAreProblems(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	c, o := to(t, h.URL), h.MustPlace(t, "Ines", 1)
	_, err := c.Order(t.Context(), "nobody's")
	if p := problem(t, err); p.Status != 404 || p.Code != "order.unknown" || p.Detail == "" || p.Error() != p.Detail+" (404 order.unknown)" {
		t.Errorf("an unknown order: %+v", p)
	}
	_, err = c.SetStatus(t.Context(), string(o.ID), SetStatus{Status: "ready", ExpectedVersion: 9})
	if p := problem(t, err); p.Status != 409 || p.Code != "order.version" || p.Order == nil || p.Order.Version != 1 {
		t.Errorf("a stale version: %+v", p)
	}
	_, err = c.Place(t.Context(), PlaceOrder{CustomerName: "Ines"})
	if p := problem(t, err); p.Status != 422 || p.Detail == "" {
		t.Errorf("an order of nothing: %+v", p)
	}
}

func TestOrdersComeInPages(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	c := to(t, h.URL)
	for range 7 {
		h.MustPlace(t, "Ines", 1)
	}
	h.MustMove(t, h.MustPlace(t, "Max", 1).ID, "ready")
	h.MustMove(t, h.MustPlace(t, "Lea", 1).ID, "cancelled")
	var sizes []int
	q := Query{Status: []string{"pending", "ready"}, Limit: 3}
	for more := true; more; more = q.Cursor != "" {
		page, err := c.Orders(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(page.Orders))
		q.Cursor = page.Next
	}
	if len(sizes) != 3 || sizes[0] != 3 || sizes[1] != 3 || sizes[2] != 2 {
		t.Errorf("pages of %v, want 3, 3 and 2", sizes)
	}
	all, err := c.Orders(t.Context(), Query{})
	if err != nil || len(all.Orders) != 9 || all.Orders[0].CustomerName != "Lea" || all.Next != "" {
		t.Errorf("all: %d orders, next %q, %v", len(all.Orders), all.Next, err)
	}
}

func TestSamplesSimulationAndStats(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	c := to(t, h.URL)
	samples, err := c.CreateSamples(t.Context())
	if err != nil || len(samples) != 3 {
		t.Fatalf("%d samples, %v", len(samples), err)
	}
	running, err := c.Simulate(t.Context(), 100)
	if err != nil || !running.Running || running.Speed != 100 {
		t.Errorf("started: %+v, %v", running, err)
	}
	_, err = c.Simulate(t.Context(), 101)
	if p := problem(t, err); p.Status != 422 {
		t.Errorf("too fast: %v", p)
	}
	stopped, err := c.StopSimulation(t.Context())
	if err != nil || stopped.Running || stopped.Message == "" {
		t.Errorf("stopped: %+v, %v", stopped, err)
	}
	s := dial(t, c, SocketOptions{Guest: true})
	if _, err := s.Join(t.Context(), samples[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	stats, err := c.Stats(t.Context())
	if err != nil || stats.Orders.Total != 3 || stats.Clients != 1 || stats.Following[samples[0].ID] != 1 {
		t.Errorf("stats: %+v, %v", stats, err)
	}
}

func TestRetryAfterIsSecondsOrADate(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "3": 3 * time.Second, "-3": 0, "soon": 0, "999999999": 24 * time.Hour,
		now.Add(time.Minute).Format(http.TimeFormat): time.Minute, now.Add(-time.Minute).Format(http.TimeFormat): 0,
	} {
		if got := retryAfter(value, now); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}
