package api_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"

	"orderup/order"
)

// walk reads every page of a list and returns the ids, in the order of the
// pages.
func (d *desk) walk(query url.Values) (ids []string) {
	d.Helper()
	limit, err := strconv.Atoi(query.Get("limit"))
	if err != nil {
		d.Fatal(err)
	}
	for {
		r := d.get("/orders?" + query.Encode()).is(http.StatusOK).read()
		if r.Count != len(r.Orders) || r.Count > limit {
			d.Errorf("count %d of %d orders, limit %d", r.Count, len(r.Orders), limit)
		}
		for _, o := range r.Orders {
			ids = append(ids, o.ID)
		}
		if r.NextCursor == "" {
			return ids
		}
		query.Set("cursor", r.NextCursor)
	}
}

func TestPagesShowEveryOrderOnceNewestFirst(t *testing.T) {
	t.Parallel()
	d := open(t)
	var placed []string
	for range 7 {
		placed = append(placed, string(d.MustPlace(t, "Ines", 1).ID))
	}
	slices.Reverse(placed)
	for _, limit := range []string{"1", "2", "3", "7", "8"} {
		if got := d.walk(url.Values{"limit": {limit}}); !slices.Equal(got, placed) {
			t.Errorf("limit %s: %v, want %v", limit, got, placed)
		}
	}
}

func TestOrdersThatArriveMeanwhileDoNotMoveThePages(t *testing.T) {
	t.Parallel()
	d := open(t)
	first, second := d.MustPlace(t, "Ines", 1), d.MustPlace(t, "Zoë", 1)
	page := d.get("/orders?limit=1").read()
	d.MustPlace(t, "late", 1)
	rest := d.get("/orders?limit=1&cursor=" + page.NextCursor).is(http.StatusOK).read()
	if page.Orders[0].ID != string(second.ID) || rest.Orders[0].ID != string(first.ID) || rest.NextCursor != "" {
		t.Errorf("%+v then %+v", page, rest)
	}
}

func TestListsByStatusInAnySpelling(t *testing.T) {
	t.Parallel()
	d := open(t)
	ids := map[order.Status]string{}
	for _, s := range order.Statuses {
		ids[s] = string(d.MustMove(t, d.MustPlace(t, "Ines", 1).ID, s).ID)
	}
	for query, want := range map[string][]order.Status{
		"":                                   {order.Cancelled, order.Completed, order.Ready, order.InProgress, order.Pending},
		"status=":                            {order.Cancelled, order.Completed, order.Ready, order.InProgress, order.Pending},
		"status=IN_PROGRESS":                 {order.InProgress},
		"status=inProgress":                  {order.InProgress},
		"status=pending,ready":               {order.Ready, order.Pending},
		"status=ready,%20PENDING":            {order.Ready, order.Pending},
		"status=pending&status=ready":        {order.Ready, order.Pending},
		"status=pending,ready&status=ready,": {order.Ready, order.Pending},
	} {
		var got []string
		for _, o := range d.get("/orders?" + query).is(http.StatusOK).read().Orders {
			got = append(got, o.ID)
		}
		var all []string
		for _, s := range want {
			all = append(all, ids[s])
		}
		if !slices.Equal(got, all) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
}

func TestListsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.MustPlace(t, "Ines", 1)
	for query, code := range map[string]string{
		"status=burnt": "order.status", "status=ready,burnt": "order.status",
		"limit=0": "request.invalid", "limit=201": "request.invalid", "limit=-1": "request.invalid", "limit=ten": "request.invalid", "limit=1e9": "request.invalid",
		"cursor=burnt": "request.invalid", "cursor=%27%20OR%201=1": "request.invalid",
	} {
		d.get("/orders?"+query).refuses(http.StatusUnprocessableEntity, code)
	}
}

func TestAnEmptyListIsAList(t *testing.T) {
	t.Parallel()
	golden(t, "no-orders", open(t).get("/orders").is(http.StatusOK).body)
}
