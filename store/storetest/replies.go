package storetest

import (
	"fmt"
	"testing"
	"time"

	"orderup/order"
	"orderup/store"
)

func testReplies(t *testing.T, h *house) {
	first := store.Reply{Hash: []byte{0, 1, 255}, At: opening, Result: []byte(`{"order":"é"}`)}
	second := store.Reply{Hash: []byte{2}, At: opening.Add(time.Hour), Result: []byte(`null`)}
	h.update(north, func(tx store.Tx) error { return tx.Remember("a", first) })
	expectReply(t, h, north, "a", first)
	h.update(south, func(tx store.Tx) error { return tx.Remember("a", second) })
	expectReply(t, h, north, "a", first)
	expectReply(t, h, south, "a", second)
	h.update(north, func(tx store.Tx) error { return tx.Remember("a", second) })
	expectReply(t, h, north, "a", second)
	expectNoReply(t, h, north, "b")
}

func expectReply(t *testing.T, h *house, l order.Location, key string, want store.Reply) {
	t.Helper()
	h.view(l, func(r store.Reader) error {
		got, found, err := r.Reply(key)
		same(t, "reply found", found, true)
		same(t, "reply", got, want)
		return err
	})
}

func expectNoReply(t *testing.T, h *house, l order.Location, key string) {
	t.Helper()
	h.view(l, func(r store.Reader) error {
		_, found, err := r.Reply(key)
		same(t, "reply found", found, false)
		return err
	})
}

func testPrune(t *testing.T, h *house) {
	const old = 1203 // more than any store forgets in one step
	h.update(north, func(tx store.Tx) error {
		for i := range old {
			h.try(tx.Remember(fmt.Sprint("old", i), store.Reply{Hash: []byte{1}, At: opening.Add(-time.Millisecond), Result: []byte(`1`)}))
		}
		return nil
	})
	young := store.Reply{Hash: []byte{1}, At: opening, Result: []byte(`1`)}
	h.update(south, func(tx store.Tx) error { return tx.Remember("young", young) })
	for _, want := range []int{old, 0} {
		n, err := h.Prune(t.Context(), opening)
		same(t, "replies forgotten", n, want)
		h.must(err)
	}
	expectNoReply(t, h, north, "old0")
	expectReply(t, h, south, "young", young)
}
