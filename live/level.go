package live

import (
	"time"

	"orderup/fault"
	"orderup/socketio"
	"orderup/wire"
)

// patience is for how long the log may be out of sight before everybody is
// told.
const patience = 2 * time.Second

// A level says whether the hub pushes the newest events. When the database is
// away the sockets stay, and those who look at them must know that what they
// see may be old.
type level struct {
	seen time.Time // when the log was last read to its end
	away bool      // everybody has been told that it cannot be read
}

// level is told by the feed, about every second, whether the hub has pushed all
// there is.
func (h *hub) level(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now()
	switch {
	case err == nil:
		h.sight.seen = now
		if h.sight.away {
			h.sight.away = false
			h.log.Info("live again: all that was missed has been pushed", "location", h.who.Location)
			h.tellAll(h.sight.news(now))
		}
	case !h.sight.away && now.Sub(h.sight.seen) >= patience:
		h.sight.away = true
		h.log.Warn("not live: the log cannot be read", "location", h.who.Location, "since", h.sight.seen, "error", err)
		h.tellAll(h.sight.news(now))
	}
}

// news is what sockets are told of the level.
func (l level) news(now time.Time) wire.Live {
	if l.away {
		return wire.Live{Live: false, Since: wire.Time(l.seen), Message: "The server cannot reach its database: what you see may be old. It goes on by itself."}
	}
	return wire.Live{Live: true, Since: wire.Time(now), Message: "Everything is up to date again."}
}

// tellAll tells every socket that has entered; who enters later asks for the
// level himself. mu must be held.
func (h *hub) tellAll(news wire.Live) {
	for _, s := range h.rooms.All().Sockets() {
		if s.Value() != nil {
			h.tell(s, news)
		}
	}
}

func (h *hub) tell(s *socketio.Socket, news wire.Live) {
	if err := s.Emit(wire.EventLive, news); err != nil {
		h.log.Error("cannot encode what everybody has to know", "event", wire.EventLive, "error", err)
	}
}

// ready returns an Unavailable fault "live.away" while the log cannot be read.
func (h *hub) ready() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sight.away {
		return errAway()
	}
	return nil
}

func errAway() error {
	return fault.Unavailable("live.away", "the server cannot reach its database: try again in a moment")
}
