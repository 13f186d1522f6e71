package reliability

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"orderup/load"
)

// Sight is what a client saw of an order, held against its versions. All but Seen must stay 0.
type Sight struct {
	Seen     int // updates
	Missing  int // versions that never came
	Twice    int // updates with the version that was seen last
	Backward int // updates with a version before that
	Afresh   int // times that a snapshot was sent where the missing updates were asked for
}

// update holds the version of an update against the last one seen and returns the one that is the last now.
func (s *Sight) update(last, version int64) int64 {
	s.Seen++
	switch {
	case version == last:
		s.Twice++
	case version < last:
		s.Backward++
	default:
		s.Missing += int(version - last - 1)
	}
	return max(last, version)
}

// joined holds the version that a join was answered with against the last one seen, 0 for none.
func (s *Sight) joined(last, version int64, asked, resumed bool) int64 {
	if last == 0 {
		return version
	}
	if asked && !resumed {
		s.Afresh++
	}
	s.Missing += int(max(version-last, 0))
	return max(last, version)
}

// news is what a rig reads of joined_order_room, order_status_updated and order_updated.
type news struct {
	Version   int64     `json:"version"`
	Cursor    string    `json:"cursor"`
	Resumed   bool      `json:"resumed"`
	Timestamp time.Time `json:"timestamp"`
}

// follow joins and notes what is told until the connection ends, and returns why it did. A client that is told what makes
// no sense ends it too: who comes back because of that again and again never sees the last version, and is found so.
func (r *Regular) follow(s *load.Socket) error {
	since := r.cursor
	if r.Forgetful {
		since = ""
	}
	r.caught = false
	if err := s.Join(r.Order, since); err != nil {
		return err
	}
	for {
		packet, err := s.Read()
		if err != nil {
			return err
		}
		if err := r.told(packet, since != ""); err != nil {
			return err
		}
	}
}

func (r *Regular) told(packet []byte, asked bool) error {
	name, n, err := readNews(packet)
	if err != nil {
		return err
	}
	last := r.Last.Load()
	switch name {
	case "joined_order_room":
		last, r.caught = r.joined(last, n.Version, asked, n.Resumed), true
	case "order_status_updated", "order_updated":
		last = r.update(last, n.Version)
		if r.caught {
			r.Latency.Record(time.Since(n.Timestamp))
		}
	case "live": // the server says whether it can reach its database
		return nil
	default:
		return fmt.Errorf("a guest was sent %.200s", packet)
	}
	r.cursor = n.Cursor
	r.Last.Store(last)
	return nil
}

// readNews reads an event packet: 2["name",{...}].
func readNews(packet []byte) (name string, n news, err error) {
	list, _ := bytes.CutPrefix(packet, []byte("2"))
	if err = json.Unmarshal(list, &[]any{&name, &n}); err != nil {
		err = fmt.Errorf("read the event %.200s: %w", packet, err)
	}
	return name, n, err
}
