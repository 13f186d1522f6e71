package live_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"orderup/client"
	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/wire"
)

func TestStaffGetsEverythingOnce(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	cook, _ := dialStaff(t, h, "")
	o := h.MustPlace(t, "Ines", 1)
	var placed wire.NewOrder
	cook.decode(cook.next(wire.EventNewOrder), &placed)
	if placed.ID != string(o.ID) || placed.Whole.ID != placed.ID || placed.Whole.TotalAmount != "3.50" || placed.Cursor == "" {
		t.Errorf("new_order %+v", placed)
	}
	cook.join(string(o.ID), "") // the cook is in the order's room too now
	cook.next(wire.EventJoined)
	h.MustMove(t, o.ID, order.Completed)
	cook.wantVersions(2, 3, 4)
	cook.quiet()
}

func TestAGuestGetsWhatItJoinsUntilItLeaves(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	phone := dial(t, h, client.SocketOptions{Guest: true})
	mine, other := h.MustPlace(t, "Ines", 1), h.MustPlace(t, "Bob", 1)
	joined := phone.join(string(mine.ID), "")
	if joined.Version != 1 || joined.Order.ID != string(mine.ID) || joined.Resumed {
		t.Errorf("joined %+v", joined)
	}
	phone.next(wire.EventJoined)
	h.MustMove(t, other.ID, order.Ready)
	h.MustMove(t, mine.ID, order.InProgress)
	if u := phone.update(); u.OrderID != string(mine.ID) || u.Status != "in_progress" || u.CustomerName != "Ines" || u.Order.Version != 2 {
		t.Errorf("update %+v", u)
	}
	if _, err := phone.EmitAck(t.Context(), wire.EventLeave, wire.Leave{OrderID: string(mine.ID)}); err != nil {
		t.Fatal(err)
	}
	phone.next(wire.EventLeft)
	h.MustMove(t, mine.ID, order.Ready)
	phone.quiet()
}

func TestWhoComesBackGetsExactlyWhatItMissed(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	o := h.MustPlace(t, "Ines", 1)
	phone := dial(t, h, client.SocketOptions{Guest: true})
	since := phone.join(string(o.ID), "").Cursor
	phone.Close()
	h.MustPlace(t, "Bob", 1) // other orders move the log on too
	h.MustMove(t, o.ID, order.Ready)

	phone = dial(t, h, client.SocketOptions{Guest: true})
	joined := phone.join(string(o.ID), since)
	phone.wantVersions(2, 3)
	if !joined.Resumed || joined.Version != 3 {
		t.Errorf("joined %+v", joined)
	}
	phone.next(wire.EventJoined)
	h.MustMove(t, o.ID, order.Completed)
	phone.wantVersions(4)
	phone.quiet()
	if r := h.Live.Returns(); r.Resumed != 1 || r.Afresh != 0 {
		t.Errorf("counted %+v", r)
	}
}

// TestAForgottenPlaceIsSaidToBeOne: a cursor that means nothing (any more) gets
// the order as it is, marked as a fresh start, never a silent hole.
func TestAForgottenPlaceIsSaidToBeOne(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	o := h.MustMove(t, h.MustPlace(t, "Ines", 1).ID, order.Ready)
	for name, since := range map[string]string{
		"nonsense":                 "nonsense",
		"from before the order":    h.Cursor(testhouse.Location, 0),
		"of another restaurant":    h.Cursor("elsewhere", 1),
		"from a future that isn't": h.Cursor(testhouse.Location, 1000),
	} {
		phone := dial(t, h, client.SocketOptions{Guest: true})
		if j := phone.join(string(o.ID), since); j.Resumed || j.Version != 3 || j.Order.Status != "ready" {
			t.Errorf("%s: %+v", name, j)
		}
		phone.next(wire.EventJoined)
		phone.quiet()
	}
	if r := h.Live.Returns(); r.Resumed != 0 || r.Afresh != 4 {
		t.Errorf("counted %+v", r)
	}
}

// TestAnOrderNeverGoesBackInTime: staff that is connected has the newest
// updates already; to send it older ones now, as a guest would get, would show
// the order's past as its present.
func TestAnOrderNeverGoesBackInTime(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	o := h.MustPlace(t, "Ines", 1)
	since := h.Cursor(testhouse.Location, 1)
	h.MustMove(t, o.ID, order.InProgress)
	dial(t, h, client.SocketOptions{Guest: true}).join(string(o.ID), "") // what was done so far is pushed once this is answered
	cook, _ := dialStaff(t, h, "")
	h.MustMove(t, o.ID, order.Ready)
	cook.wantVersions(3)
	if j := cook.join(string(o.ID), since); j.Resumed || j.Version != 3 {
		t.Errorf("joined %+v", j)
	}
	cook.next(wire.EventJoined)
	cook.quiet()
}

func TestBadPayloadsAreRefusedAndTheSocketLives(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	phone := dial(t, h, client.SocketOptions{Guest: true})
	for _, event := range []string{wire.EventJoin, wire.EventLeave} {
		for payload, code := range map[string]string{
			"null": "live.payload", "7": "live.payload", "[]": "live.payload", `"x"`: "live.payload", `{"orderId":7}`: "live.payload",
			"{}": "order.unknown", `{"orderId":"x"}`: "order.unknown", `{"orderId":"001"}`: "order.unknown", `{"orderId":null}`: "order.unknown",
		} {
			answer, err := phone.EmitAck(t.Context(), event, json.RawMessage(payload))
			var e wire.Exception
			if err == nil {
				err = json.Unmarshal(answer, &e)
			}
			if err != nil || e.Status != "error" || e.Code != code || e.Message == "" {
				t.Errorf("%s %s: %+v, %v, want %s", event, payload, e, err, code)
			}
			if err := phone.Emit(event, json.RawMessage(payload)); err != nil {
				t.Fatal(err)
			}
			phone.decode(phone.next(wire.EventException), &e)
			if e.Code != code {
				t.Errorf("%s %s without acknowledgement: %+v", event, payload, e)
			}
		}
	}
	phone.join(string(h.MustPlace(t, "Ines", 1).ID), "")
}

func TestClientsAreCounted(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	o := h.MustPlace(t, "Ines", 1)
	dial(t, h, client.SocketOptions{})
	dial(t, h, client.SocketOptions{Guest: true}).join(string(o.ID), "")
	dial(t, h, client.SocketOptions{Guest: true}).join(string(o.ID), "")
	if c := h.Live.Clients(); c.All != 3 || len(c.Following) != 1 || c.Following[o.ID] != 2 {
		t.Errorf("%+v", c)
	}
}

// TestJoiningInTheMiddleOfThingsLosesNothing lets guests join while orders are
// placed and moved as fast as the store takes them: whoever joins must see the
// versions go on from its snapshot one by one.
func TestJoiningInTheMiddleOfThingsLosesNothing(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	var group sync.WaitGroup
	for n := range 30 {
		group.Go(func() {
			o := h.MustPlace(t, fmt.Sprintf("Guest %d", n), 1)
			phone := dial(t, h, client.SocketOptions{Guest: true})
			moved := make(chan struct{})
			go func() {
				defer close(moved)
				for _, next := range []order.Status{order.InProgress, order.Ready, order.InProgress, order.Ready, order.Completed} {
					h.MustMove(t, o.ID, next)
				}
			}()
			if rand.IntN(2) == 0 {
				<-moved
			}
			version := phone.join(string(o.ID), "").Version
			phone.next(wire.EventJoined)
			for version < 6 {
				version++
				phone.wantVersions(version)
			}
			<-moved
			phone.quiet()
		})
	}
	group.Wait()
}

func TestTwoHundredClientsSeeANewOrder(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	crowd := make([]guest, 200)
	for i := range crowd {
		crowd[i], _ = dialStaff(t, h, "")
	}
	o := h.MustPlace(t, "Ines", 1)
	h.MustMove(t, o.ID, order.Ready)
	for _, g := range crowd {
		g.next(wire.EventNewOrder)
		g.wantVersions(2, 3)
	}
}
