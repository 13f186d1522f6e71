package reliability

import (
	"maps"
	"sync"
)

// Ack is an order as the server promised it: at least this far.
type Ack struct {
	ID      string `json:"id"`
	Status  string `json:"status"`
	Version int64  `json:"version"`
}

// Journal remembers every acknowledgement, outside the server. The zero value is empty. Safe for concurrent use.
type Journal struct {
	mu   sync.Mutex
	acks map[string]Ack
}

// Note records a. Of several acknowledgements of one order the highest version counts.
func (j *Journal) Note(a Ack) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.acks == nil {
		j.acks = map[string]Ack{}
	}
	if a.Version >= j.acks[a.ID].Version {
		j.acks[a.ID] = a
	}
}

// Acks returns a copy of the furthest acknowledgement of each order, by order id.
func (j *Journal) Acks() map[string]Ack {
	j.mu.Lock()
	defer j.mu.Unlock()
	return maps.Clone(j.acks)
}

// Len is how many orders were acknowledged.
func (j *Journal) Len() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.acks)
}
