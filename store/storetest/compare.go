package storetest

import (
	"errors"
	"reflect"
	"slices"

	"pgregory.net/rapid"

	"orderup/fault"
	"orderup/order"
	"orderup/store"
)

// A model is what a location of a store is, in the simplest form.
type model struct {
	id      order.Location
	orders  []order.Order // in the order of their ids
	log     []order.Event
	replies map[string]store.Reply
}

// number returns the next number of a day.
func (m *model) number(day order.Day) order.Number {
	n := order.Number(1)
	for _, o := range m.orders {
		if o.Day == day {
			n++
		}
	}
	return n
}

func (m *model) append(events []order.Event) {
	for _, e := range events {
		e.Seq = int64(len(m.log) + 1)
		m.log = append(m.log, e)
	}
}

func (p *play) equal(what string, got, want any) {
	if !reflect.DeepEqual(got, want) {
		p.Helper()
		p.Fatalf("%s\n got %+v\nwant %+v", what, got, want)
	}
}

// compare asks the store all there is to ask.
func (p *play) compare(t *rapid.T) {
	for _, m := range p.models {
		p.must(p.h.View(p.h.Context(), m.id, func(r store.Reader) error {
			p.compareOrders(t, m, r)
			p.compareLog(t, m, r)
			p.compareReplies(m, r)
			return nil
		}))
	}
}

func (p *play) compareOrders(t *rapid.T, m *model, r store.Reader) {
	q := store.Query{Status: rapid.SliceOfDistinct(rapid.SampledFrom(order.Statuses), rapid.ID).Draw(t, "statuses"), Limit: rapid.IntRange(1, 5).Draw(t, "limit")}
	if len(m.orders) > 0 && rapid.Bool().Draw(t, "paged") {
		q.Before = rapid.SampledFrom(m.orders).Draw(t, "before").ID
	}
	got, err := r.Orders(q)
	p.must(err)
	p.equal("page", got, m.page(q))
	tally, err := r.Tally()
	p.must(err)
	p.equal("tally", tally, m.tally())
	if len(m.orders) > 0 {
		o := rapid.SampledFrom(m.orders).Draw(t, "order")
		got, err := r.OrderNumbered(o.Day, o.Number)
		p.must(err)
		p.equal("order", got, o)
	}
}

func (m *model) page(q store.Query) []order.Order {
	var page []order.Order
	for _, o := range slices.Backward(m.orders) {
		asked := len(q.Status) == 0 || slices.Contains(q.Status, o.Status)
		if asked && (q.Before == "" || o.ID < q.Before) && len(page) < q.Limit {
			page = append(page, o)
		}
	}
	return page
}

func (m *model) tally() map[order.Status]order.Count {
	tally := map[order.Status]order.Count{}
	for _, o := range m.orders {
		c := tally[o.Status]
		tally[o.Status] = order.Count{Orders: c.Orders + 1, Total: c.Total + o.Total}
	}
	return tally
}

func (p *play) compareLog(t *rapid.T, m *model, r store.Reader) {
	head, err := r.Head()
	p.must(err)
	p.equal("head", head, int64(len(m.log)))
	after, limit := rapid.IntRange(0, len(m.log)).Draw(t, "after"), rapid.IntRange(1, 10).Draw(t, "events")
	events, err := r.Events(int64(after), limit)
	p.must(err)
	p.equal("events", append([]order.Event{}, events...), append([]order.Event{}, m.log[after:min(after+limit, len(m.log))]...))
	if len(m.orders) == 0 {
		return
	}
	o := rapid.SampledFrom(m.orders).Draw(t, "order")
	want, known := lastOf(m.log, o.ID, int64(after))
	got, err := r.LastEvent(o.ID, int64(after))
	if known != (err == nil) || !known && !errors.Is(err, fault.KindNotFound) {
		p.Fatalf("last event of %s at %d: %v", o.ID, after, err)
	}
	p.equal("last event", got, want)
}

func (p *play) compareReplies(m *model, r store.Reader) {
	for _, key := range append([]string{"failed"}, keys...) {
		got, found, err := r.Reply(key)
		p.must(err)
		want, remembered := m.replies[key]
		p.equal("reply found", found, remembered)
		p.equal("reply", got, want)
	}
}
