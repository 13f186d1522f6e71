package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orderup/fault"
	"orderup/order"
	"orderup/store"
)

// testModel plays random stories on the store and on a model of it in memory,
// and compares all that can be asked after every step.
func testModel(t *testing.T, h *house) {
	story := 0
	rapid.Check(t, func(rt *rapid.T) {
		story++
		p := &play{T: rt, h: h, day: today}
		for _, name := range []string{"a", "b"} {
			m := &model{id: order.Location(fmt.Sprint(name, story)), replies: map[string]store.Reply{}}
			p.must(h.Open(t.Context(), location(m.id)))
			p.models = append(p.models, m)
		}
		_, err := h.Prune(t.Context(), opening.AddDate(1000, 0, 0)) // what earlier stories left
		p.must(err)
		rt.Repeat(map[string]func(*rapid.T){
			"":         p.compare,
			"place":    p.place,
			"move":     p.move,
			"fail":     p.fail,
			"stale":    p.stale,
			"remember": p.remember,
			"prune":    p.prune,
			"midnight": p.midnight,
			"reopen":   p.reopen,
		})
	})
}

// A play is one random story.
type play struct {
	*rapid.T
	h      *house
	models []*model
	day    order.Day
}

func (p *play) must(err error) {
	if err != nil {
		p.Helper()
		p.Fatal(err)
	}
}

// update runs f in a transaction that has to succeed.
func (p *play) update(m *model, f func(store.Tx) error) {
	p.Helper()
	p.must(p.h.Update(p.h.Context(), m.id, f))
}

func (p *play) anyModel(t *rapid.T) *model { return rapid.SampledFrom(p.models).Draw(t, "location") }

// anyOrder draws an order of the story; a story without one has to wait.
func (p *play) anyOrder(t *rapid.T) (*model, *order.Order) {
	m := p.anyModel(t)
	if len(m.orders) == 0 {
		t.Skip("no order yet")
	}
	return m, &m.orders[rapid.IntRange(0, len(m.orders)-1).Draw(t, "order")]
}

func (p *play) place(t *rapid.T) {
	m := p.anyModel(t)
	slip := order.Slip{ID: p.h.id(), Location: m.id, Day: p.day, Currency: "EUR", Number: m.number(p.day), Tasks: tasks(), Forecast: forecast}
	o, placed := order.Place(draft(), slip, p.h.change())
	p.update(m, func(tx store.Tx) error {
		n, err := tx.NextNumber(p.day)
		if err != nil {
			return err
		}
		if n != slip.Number {
			return fmt.Errorf("the number is %s, want %s", n, slip.Number)
		}
		return errors.Join(tx.Insert(o), tx.Append(placed))
	})
	m.orders = append(m.orders, o)
	m.append([]order.Event{placed})
}

func (p *play) move(t *rapid.T) {
	m, o := p.anyOrder(t)
	moved := *o
	events, err := moved.MoveTo(rapid.SampledFrom(order.Statuses).Draw(t, "status"), p.h.change())
	if err != nil || len(events) == 0 {
		t.Skip("no such way")
	}
	p.update(m, func(tx store.Tx) error { return errors.Join(tx.Save(moved, o.Version), tx.Append(events...)) })
	*o = moved
	m.append(events)
}

// fail writes much and then fails.
func (p *play) fail(t *rapid.T) {
	m, o := p.anyOrder(t)
	err := p.h.Update(p.h.Context(), m.id, func(tx store.Tx) error {
		if _, err := p.h.placeIn(tx, m.id, p.day); err != nil {
			return err
		}
		changed := *o
		changed.Version++
		return errors.Join(tx.Save(changed, o.Version), tx.Remember("failed", store.Reply{Hash: []byte{1}}), errMine)
	})
	if !errors.Is(err, errMine) {
		t.Fatalf("got %v, want the caller's own error", err)
	}
}

// stale saves over a version that is not the order's.
func (p *play) stale(t *rapid.T) {
	m, o := p.anyOrder(t)
	was := o.Version + rapid.SampledFrom([]int64{-1, 1}).Draw(t, "off by")
	err := p.h.Update(p.h.Context(), m.id, func(tx store.Tx) error { return tx.Save(*o, was) })
	if !errors.Is(err, fault.KindConflict) {
		t.Fatalf("got %v, want a conflict", err)
	}
}

var keys = []string{"k1", "k2", "k3"}

func (p *play) remember(t *rapid.T) {
	m := p.anyModel(t)
	key := rapid.SampledFrom(keys).Draw(t, "key")
	reply := store.Reply{
		Hash:   rapid.SliceOfN(rapid.Byte(), 1, 32).Draw(t, "hash"),
		At:     anyTime(t),
		Result: []byte(fmt.Sprintf("%q", rapid.String().Draw(t, "result"))),
	}
	p.update(m, func(tx store.Tx) error { return tx.Remember(key, reply) })
	m.replies[key] = reply
}

func anyTime(t *rapid.T) time.Time {
	return opening.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "minute")) * time.Minute)
}

func (p *play) prune(t *rapid.T) {
	before, want := anyTime(t), 0
	for _, m := range p.models {
		for key, reply := range m.replies {
			if reply.At.Before(before) {
				delete(m.replies, key)
				want++
			}
		}
	}
	n, err := p.h.Prune(p.h.Context(), before)
	p.must(err)
	if n != want {
		t.Fatalf("forgot %d replies, want %d", n, want)
	}
}

func (p *play) midnight(t *rapid.T) {
	p.day = rapid.SampledFrom([]order.Day{"2026-11-22", "2026-11-23", "2026-11-24"}).Draw(t, "day")
}

// reopen is rare, because it takes as long as all the rest.
func (p *play) reopen(t *rapid.T) {
	if rapid.IntRange(0, 9).Draw(t, "reopen") > 0 {
		t.Skip("not now")
	}
	identity := p.h.Identity()
	p.must(p.h.Close())
	p.h.Store = p.h.open()
	p.equal("identity", p.h.Identity(), identity)
}
