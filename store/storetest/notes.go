package storetest

import (
	"testing"

	"orderup/order"
	"orderup/store"
)

func testNotes(t *testing.T, h *house) {
	set := func(l order.Location, name string, text []byte) {
		t.Helper()
		h.update(l, func(tx store.Tx) error {
			h.try(tx.SetNote(name, text))
			got, err := tx.Note(name)
			same(t, "note that was just set", got, text)
			return err
		})
	}
	set(north, "kitchen", []byte{0, 255, 'x'})
	set(north, "other", []byte("1"))
	set(south, "kitchen", []byte("south's"))
	expectNote(t, h, north, "kitchen", []byte{0, 255, 'x'})
	expectNote(t, h, south, "kitchen", []byte("south's"))
	set(north, "kitchen", []byte("again"))
	expectNote(t, h, north, "kitchen", []byte("again"))
	set(north, "kitchen", nil)
	expectNote(t, h, north, "kitchen", nil)
	expectNote(t, h, north, "never", nil)
	expectNote(t, h, north, "other", []byte("1"))

	err := h.Update(t.Context(), north, func(tx store.Tx) error {
		h.try(tx.SetNote("other", []byte("2")))
		return errMine
	})
	same(t, "the transaction failed", err != nil, true)
	h.reopen()
	expectNote(t, h, north, "other", []byte("1"))
}

func expectNote(t *testing.T, h *house, l order.Location, name string, want []byte) {
	t.Helper()
	h.view(l, func(r store.Reader) error {
		got, err := r.Note(name)
		same(t, "note "+name, got, want)
		return err
	})
}
