package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/wire"
)

// status is the body of a call to a status.
func status(s string) string { return fmt.Sprintf(`{"status":%q}`, s) }

func TestStatusesInAnySpelling(t *testing.T) {
	t.Parallel()
	d := open(t)
	for spelling, want := range map[string]string{
		"in_progress": "in_progress", "IN_PROGRESS": "in_progress", "inProgress": "in_progress", "in progress": "in_progress",
		"READY": "ready", "Completed": "completed", "cancelled": "cancelled",
	} {
		o := d.MustPlace(t, "Ines", 1)
		r := d.post(toStatus(o.ID), status(spelling)).is(http.StatusOK).read()
		if r.Order.Status != want {
			t.Errorf("%s: %s", spelling, r.Order.Status)
		}
	}
}

func TestAJumpRecordsEveryStepBetween(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	a := d.post(toStatus(o.ID), `{"status":"completed","message":"Thank you!"}`).is(http.StatusOK)
	if r := a.read(); r.Order.Version != 4 || a.header.Get("ETag") != `"4"` || r.Message != "Order #001 is completed" {
		t.Errorf("%s %v", a.body, a.header)
	}
	var said []string
	for _, e := range d.Events(t)[1:] {
		said = append(said, fmt.Sprintf("%s->%s %s", e.From, e.Order.Status, e.Message))
	}
	want := []string{"pending->in_progress Your order is being prepared", "in_progress->ready Your order is ready", "ready->completed Thank you!"}
	if fmt.Sprint(said) != fmt.Sprint(want) {
		t.Errorf("log %q, want %q", said, want)
	}
}

func TestTheStatusItHasAlreadyChangesNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	for _, s := range []string{"pending", "ready", "ready", "cancelled", "cancelled"} {
		d.post(toStatus(o.ID), status(s)).is(http.StatusOK)
	}
	if got := d.get(toOrder(o.ID)).read().Order; got.Version != 4 || len(d.Events(t)) != 4 {
		t.Errorf("version %d after %d events", got.Version, len(d.Events(t)))
	}
}

func TestWaysBackAndWaysThatAreNone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to order.Status
		want     int
	}{
		{order.Ready, order.InProgress, http.StatusOK},
		{order.Completed, order.Ready, http.StatusOK},
		{order.Completed, order.InProgress, http.StatusOK},
		{order.InProgress, order.Pending, http.StatusConflict},
		{order.Completed, order.Cancelled, http.StatusConflict},
		{order.Cancelled, order.Pending, http.StatusConflict},
		{order.Cancelled, order.Completed, http.StatusConflict},
	} {
		t.Run(fmt.Sprintf("%s to %s", c.from, c.to), func(t *testing.T) {
			t.Parallel()
			d := open(t)
			o := d.MustMove(t, d.MustPlace(t, "Ines", 1).ID, c.from)
			a := d.post(toStatus(o.ID), status(string(c.to))).is(c.want)
			if c.want == http.StatusConflict {
				a.refuses(c.want, "order.transition")
				d.call("PATCH", toStatus(o.ID), status(string(c.to))).refuses(c.want, "order.transition")
				if now := d.get(toOrder(o.ID)).read().Order; now.Version != o.Version || now.Status != string(c.from) {
					t.Errorf("the refused move left %+v", now)
				}
			}
		})
	}
}

func TestAnOldOrderStaysHandedOver(t *testing.T) {
	t.Parallel()
	var later atomic.Int64 // a time.Duration
	d := open(t, testhouse.WithClock(func() time.Time { return evening.Add(time.Duration(later.Load())) }))
	o := d.MustMove(t, d.MustPlace(t, "Ines", 1).ID, order.Completed)
	later.Store(int64(order.RecallWindow + time.Millisecond))
	d.post(toStatus(o.ID), status("ready")).refuses(http.StatusConflict, "order.recall_window")
	later.Store(int64(order.RecallWindow))
	d.post(toStatus(o.ID), status("ready")).is(http.StatusOK)
}

func TestPatchIsAsGoodAsPost(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	if r := d.call("PATCH", toStatus(o.ID), status("ready")).is(http.StatusOK).read(); r.Order.Status != "ready" {
		t.Errorf("%+v", r.Order)
	}
}

func TestNumbersOfTheDayNameOrders(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.MustPlace(t, "Ines", 1)
	o := d.MustPlace(t, "Zoë", 1)
	for _, ref := range []string{"%23002", "002", "2", "%232"} {
		if r := d.get("/orders/" + ref).is(http.StatusOK).read(); r.Order.ID != string(o.ID) {
			t.Errorf("%s is %+v", ref, r.Order)
		}
	}
	d.post("/orders/%23002/status", status("ready")).is(http.StatusOK)
	d.post("/orders/002/cancel", "").is(http.StatusOK)
	for _, ref := range []string{"003", "%23003", "0", "99999999999999999999", "-1", "%23", "%23%23002"} {
		d.get("/orders/"+ref).refuses(http.StatusNotFound, "order.unknown")
	}
	d.get("/orders/"+strings.Repeat("1", 65)).refuses(http.StatusUnprocessableEntity, "request.invalid")
}

func TestCancelWithAndWithoutAReason(t *testing.T) {
	t.Parallel()
	d := open(t)
	for body, reason := range map[string]string{
		"": "customer", "{}": "customer", `{"reason":"sold_out","message":"No fish today"}`: "sold_out", `{"reason":"no_show"}`: "no_show",
	} {
		o := d.MustPlace(t, "Ines", 1)
		r := d.post(toOrder(o.ID)+"/cancel", body).is(http.StatusOK).read()
		if r.Order.Status != "cancelled" || r.Order.CancelReason != reason || r.Order.Version != 2 {
			t.Errorf("%s: %+v", body, r.Order)
		}
	}
	o := d.MustPlace(t, "Ines", 1)
	d.post(toOrder(o.ID)+"/cancel", `{"reason":"bored"}`).refuses(http.StatusUnprocessableEntity, "request.invalid")
	done := d.MustMove(t, o.ID, order.Completed)
	d.post(toOrder(done.ID)+"/cancel", "").refuses(http.StatusConflict, "order.transition")
}

// TestWhoLooksTwiceIsNotOverrun: each way to name a version lets the right one
// pass and shows the order as it is to the others.
func TestWhoLooksTwiceIsNotOverrun(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		seen    string // as If-Match
		body    string
		passes  bool
		refused string
	}{
		"the ETag":              {`"2"`, `{"status":"ready"}`, true, ""},
		"a weak ETag":           {`W/"2"`, `{"status":"ready"}`, true, ""},
		"a bare number":         {`2`, `{"status":"ready"}`, true, ""},
		"any version":           {`*`, `{"status":"ready"}`, true, ""},
		"in the body":           {"", `{"status":"ready","expectedVersion":2}`, true, ""},
		"any in the body":       {"", `{"status":"ready","expectedVersion":0}`, true, ""},
		"an old ETag":           {`"1"`, `{"status":"ready"}`, false, "order.version"},
		"one to come":           {`"3"`, `{"status":"ready"}`, false, "order.version"},
		"old, in the body":      {"", `{"status":"ready","expectedVersion":1}`, false, "order.version"},
		"old, though no change": {`"1"`, `{"status":"in_progress"}`, false, "order.version"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			o := d.MustMove(t, d.MustPlace(t, "Ines", 1).ID, order.InProgress)
			a := d.post(toStatus(o.ID), c.body, "If-Match", c.seen)
			if c.passes {
				a.is(http.StatusOK)
				return
			}
			if r := a.refuses(http.StatusConflict, c.refused); r.Order.ID != string(o.ID) || r.Order.Version != 2 || r.Order.Status != "in_progress" {
				t.Errorf("the refusal shows %+v", r.Order)
			}
			if n := len(d.Events(t)); n != 2 {
				t.Errorf("%d events", n)
			}
		})
	}
}

func TestAnIfMatchThatIsNoETagIsRefused(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	for _, seen := range []string{`"x"`, `"0"`, `"-1"`, `"1","2"`, `"99999999999999999999"`} {
		d.post(toStatus(o.ID), status("ready"), "If-Match", seen).refuses(http.StatusBadRequest, "order.if_match")
		d.post(toOrder(o.ID)+"/cancel", "", "If-Match", seen).refuses(http.StatusBadRequest, "order.if_match")
	}
}

// TestOfTwoWhoSawTheSameVersionOneWins: the version is compared where it is
// changed, so of many at once only one gets through.
func TestOfTwoWhoSawTheSameVersionOneWins(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	const rivals = 8
	count := map[int]int{}
	for _, a := range d.rush(rivals, "POST", toStatus(o.ID), status("in_progress"), "If-Match", `"1"`) {
		count[a.status]++
	}
	if count[http.StatusOK] != 1 || count[http.StatusConflict] != rivals-1 {
		t.Errorf("answers %v", count)
	}
}

func TestTheStatisticsCount(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, s := range []order.Status{order.Pending, order.Pending, order.InProgress, order.Ready, order.Completed, order.Completed, order.Cancelled} {
		d.MustMove(t, d.MustPlace(t, "Ines", 2).ID, s)
	}
	var r struct{ Stats wire.Stats }
	d.get("/orders/stats/overview").is(http.StatusOK).into(&r)
	want := wire.Stats{
		Total: 7, Pending: 2, InProgress: 1, Ready: 1, Completed: 2, Cancelled: 1,
		TotalOrders: 7, PendingOrders: 2, InProgressOrders: 1, ReadyOrders: 1, CompletedOrders: 2, CancelledOrders: 1,
		TotalRevenue: "14.00", Currency: "EUR",
	}
	if r.Stats != want {
		t.Errorf("%+v, want %+v", r.Stats, want)
	}
}
