package live

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"time"

	"orderup/order"
	"orderup/socketio"
	"orderup/staff"
	"orderup/wire"
)

// What staff that comes back is sent at most: about half of what may wait for a
// connection. With more it would be cut, come back, and be cut again.
const (
	mostMissed      = 500     // events
	mostMissedBytes = 1 << 19 // of their payloads
)

// tickEvery is how often staff hears how far the log was sent. Who hears
// nothing for longer than twice that is not live.
const tickEvery = 10 * time.Second

// enter lets a socket in. Staff gets everything from now on, or from since on,
// a cursor; then its session; then what is new. If the log is out of sight
// everybody is told; nobody needs to be told that all is well. A screen of the
// kitchen gets what it joins.
func (h *hub) enter(ctx context.Context, s *socketio.Socket, who arrival, a auth) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.revoked.hit(who) {
		return errRevoked()
	}
	if h.sight.away {
		h.tell(s, h.sight.news(time.Now()))
	}
	if who.screen {
		s.SetValue(visitor{who.Principal, h.at, nil})
		return nil
	}
	v, missed, whole := h.admit(ctx, s, who.Principal, a)
	s.SetValue(v)
	for _, p := range missed {
		if err := p.emit(s, v); err != nil {
			return err
		}
	}
	return h.greet(s, v, whole)
}

// admit returns who a socket is from now on, and what it has missed; false if
// that is not all of it. mu must be held.
func (h *hub) admit(ctx context.Context, s *socketio.Socket, who staff.Principal, a auth) (v visitor, missed []parcel, whole bool) {
	lasting, missed, recovered := h.last(ctx, s, who, a)
	v, whole = visitor{who, math.MaxInt64, lasting}, recovered || a.PID == ""
	if !who.May(staff.ReadLog) {
		h.returns.note(a.PID, whole)
		return v, missed, whole
	}
	if !recovered && a.Since != "" {
		missed, whole = h.missed(ctx, who, a.Since)
	}
	h.returns.note(cmp.Or(a.Since, a.PID), whole)
	v.from = h.at - int64(len(missed))
	return v, missed, whole
}

// greet tells staff, and who can be recovered, that it is in. mu must be held.
func (h *hub) greet(s *socketio.Socket, v visitor, whole bool) error {
	if !v.May(staff.ReadLog) && v.lasting == nil {
		return nil
	}
	session := wire.Session{ServerTime: h.time(), Cursor: h.cursor(), Resync: !whole}
	if err := h.emit(s, v, wire.EventSession, session); err != nil {
		return err
	}
	return s.Join(v.rooms()...)
}

// missed returns every event since a cursor; false if they are too many or cannot
// be told. mu must be held.
func (h *hub) missed(ctx context.Context, who staff.Principal, since string) (parcels []parcel, whole bool) {
	after, ok := h.house.PlaceOf(h.who.Location, since)
	switch {
	case ok && after == h.at:
		return nil, true
	case !ok || h.sight.away || after > h.at || h.at-after > mostMissed:
		return nil, false
	}
	events, err := h.house.Events(ctx, who, after, h.at)
	if err != nil {
		h.log.Warn("cannot read what staff has missed", "location", h.who.Location, "error", err)
		return nil, false
	}
	if int64(len(events)) != h.at-after {
		return nil, false // the log no longer tells
	}
	return h.wrapAll(events, mostMissedBytes)
}

// wrapAll encodes events; false if that takes too many bytes.
func (h *hub) wrapAll(events []order.Event, most int) (parcels []parcel, ok bool) {
	for _, e := range events {
		p, err := h.wrap(e)
		if err != nil {
			h.log.Error("cannot encode an event", "location", h.who.Location, "seq", e.Seq, "error", err)
			return nil, false
		}
		if most -= len(p.payload); most < 0 {
			return nil, false
		}
		parcels = append(parcels, p)
	}
	return parcels, true
}

// cursor is the place of the last event that was pushed. mu must be held.
func (h *hub) cursor() string { return h.house.Cursor(h.who.Location, h.at) }

// time is the house's, for screens.
func (h *hub) time() wire.Time {
	now, _ := h.house.Clock()
	return wire.Time(now)
}

// tick tells the staff and the screens every now and then how far the log was sent, until ctx
// ends; but not while the log is out of sight.
func (h *hub) tick(ctx context.Context) {
	ticker := time.NewTicker(tickEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			h.tellPlace()
		case <-ctx.Done():
			return
		}
	}
}

// emitToStaff sends something to staff and screens that is true at the hub's
// place. mu must be held.
func (h *hub) emitToStaff(event string, what any) error {
	payload, err := json.Marshal(what)
	if err != nil {
		return err
	}
	h.rooms.To(staffRoom, screenRoom).EmitRaw(event, payload)
	return h.rooms.To(staffRoom+lastingSuffix).Emit(event, placed(payload, h.cursor()))
}

func (h *hub) tellPlace() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sight.away {
		return
	}
	tick := wire.Tick{ServerTime: h.time(), Cursor: h.cursor()}
	if err := h.emitToStaff(wire.EventTick, tick); err != nil {
		h.log.Error("cannot encode what staff has to know", "event", wire.EventTick, "error", err)
	}
}
