package storetest

import (
	"testing"

	"orderup/fault"
	"orderup/order"
	"orderup/store"
)

func testLocationIsKept(t *testing.T, h *house) {
	changed := store.Location{ID: north, Name: "Noord", Zone: "Asia/Tokyo", DayStart: 0, Currency: "JPY"}
	h.must(h.Open(t.Context(), changed))
	for id, want := range map[order.Location]store.Location{north: changed, south: location(south)} {
		read := func(r store.Reader) error {
			got, err := r.Location()
			same(t, "location", got, want)
			return err
		}
		h.view(id, read)
		h.update(id, func(tx store.Tx) error { return read(tx) })
	}
}

func testOpenKeepsCounters(t *testing.T, h *house) {
	h.place(north)
	h.must(h.Open(t.Context(), location(north)))
	if o := h.place(north); o.Number != 2 {
		t.Errorf("the second order has number %s", o.Number)
	}
	if events := h.events(north); len(events) != 2 || events[1].Seq != 2 {
		t.Errorf("events %+v", events)
	}
}

func testLocationUnknown(t *testing.T, h *house) {
	never := "f ran for a location that does not exist"
	err := h.View(t.Context(), "west", func(store.Reader) error { t.Error(never); return nil })
	isFault(t, err, fault.KindNotFound, "location.unknown")
	err = h.Update(t.Context(), "west", func(store.Tx) error { t.Error(never); return nil })
	isFault(t, err, fault.KindNotFound, "location.unknown")
}

func testLocationsApart(t *testing.T, h *house) {
	for range 3 {
		h.place(north)
	}
	o := h.place(south)
	if o.Number != 1 {
		t.Errorf("the first order of south has number %s", o.Number)
	}
	if events := h.events(south); len(events) != 1 || events[0].Seq != 1 {
		t.Errorf("events of south: %+v", events)
	}
	h.view(north, func(r store.Reader) error {
		_, err := r.Order(o.ID)
		isFault(t, err, fault.KindNotFound, "order.unknown")
		_, err = r.LastEvent(o.ID, 100)
		isFault(t, err, fault.KindNotFound, "order.unknown")
		events, err := r.OrderEvents(o.ID, 0, 100)
		same(t, "events of south's order seen from north", len(events), 0)
		return err
	})
}

func testNumbers(t *testing.T, h *house) {
	for _, step := range []struct {
		day  order.Day
		want order.Number
	}{
		{"2026-11-22", 1},
		{"2026-11-22", 2},
		{"2026-11-23", 1},
		{"2026-11-22", 3}, // a clock that was put back
		{"2026-11-23", 2},
		{"2026-11-24", 1},
	} {
		h.update(north, func(tx store.Tx) error {
			o, err := h.placeIn(tx, north, step.day)
			same(t, "number on "+string(step.day), o.Number, step.want)
			return err
		})
	}
	h.update(north, func(tx store.Tx) error { _, err := tx.NextNumber(today); return err })
	same(t, "number after one that was taken and not used", h.place(north).Number, 4)
}

// isFault fails the test unless err is a fault of a kind with a code.
func isFault(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want %s", code)
		return
	}
	if f := fault.Of(err); f.Kind != kind || f.Code != code {
		t.Errorf("%s %s (%v), want %s %s", f.Kind, f.Code, err, kind, code)
	}
}
