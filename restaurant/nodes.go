package restaurant

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"orderup/staff"
	"orderup/store"
)

// SeenWithin is how long the other nodes believe what a node has announced:
// after that it is taken for dead.
const SeenWithin = 10 * time.Second

// An Announcement is what a node says of itself, to all nodes that serve the
// location. It is no promise: whoever decides something by it decides it again
// in a transaction, or under a lease.
type Announcement struct {
	Node  string          `json:"node"`
	Topic string          `json:"topic"`
	Text  json.RawMessage `json:"text"`
}

// Node returns the name of this node.
func (h *House) Node() string { return h.node }

// Announce says something of a topic, as JSON, in place of what this node said
// of it before.
func (h *House) Announce(ctx context.Context, who staff.Principal, topic string, what any) error {
	if err := who.Demand(staff.KeepHouse); err != nil {
		return err
	}
	body, err := json.Marshal(what)
	if err != nil {
		return fmt.Errorf("encode an announcement of %s: %w", topic, err)
	}
	text, err := json.Marshal(Announcement{h.node, topic, body})
	if err != nil {
		return fmt.Errorf("encode an announcement of %s: %w", topic, err)
	}
	return h.store.Announce(ctx, who.Location, h.node+" "+topic, text)
}

// Announced returns what the other nodes said of a topic within SeenWithin.
func (h *House) Announced(ctx context.Context, who staff.Principal, topic string) ([]Announcement, error) {
	if err := who.Demand(staff.KeepHouse); err != nil {
		return nil, err
	}
	return h.announced(ctx, who, topic)
}

func (h *House) announced(ctx context.Context, who staff.Principal, topic string) ([]Announcement, error) {
	texts, err := h.store.Announced(ctx, who.Location, SeenWithin)
	if err != nil {
		return nil, err
	}
	var others []Announcement
	for _, text := range texts {
		var a Announcement
		if json.Unmarshal(text, &a) == nil && a.Topic == topic && a.Node != h.node { // what cannot be read is of another version
			others = append(others, a)
		}
	}
	return others, nil
}

// Lead makes this node the only one that does the named work of the caller's
// location; nil when another one does it. See store.Store.
func (h *House) Lead(ctx context.Context, who staff.Principal, work string) (*store.Lease, error) {
	if err := who.Demand(staff.KeepHouse); err != nil {
		return nil, err
	}
	return h.store.Lead(ctx, who.Location, work)
}

// Note reads what ChangeNote kept under a name into what; false when there is
// nothing.
func (h *House) Note(ctx context.Context, who staff.Principal, name string, what any) (found bool, err error) {
	if err := who.Demand(staff.KeepHouse); err != nil {
		return false, err
	}
	var text []byte
	err = h.store.View(ctx, who.Location, func(r store.Reader) (err error) {
		text, err = r.Note(name)
		return err
	})
	if err != nil || text == nil {
		return false, err
	}
	if err := json.Unmarshal(text, what); err != nil {
		return false, fmt.Errorf("decode note %s: %w", name, err)
	}
	return true, nil
}

// ChangeNote keeps something of the caller's location under a name, as JSON,
// for all nodes and over restarts. What is kept instead of the old text (nil
// when there is none) is for change to say; nil leaves it as it is.
func (h *House) ChangeNote(ctx context.Context, who staff.Principal, name string, change func(old []byte) any) error {
	if err := who.Demand(staff.KeepHouse); err != nil {
		return err
	}
	return h.update(ctx, who.Location, func(tx store.Tx) error {
		old, err := tx.Note(name)
		if err != nil {
			return err
		}
		fresh := change(old)
		if fresh == nil {
			return nil
		}
		text, err := json.Marshal(fresh)
		if err != nil {
			return fmt.Errorf("encode note %s: %w", name, err)
		}
		return tx.SetNote(name, text)
	})
}
