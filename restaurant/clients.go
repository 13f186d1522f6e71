package restaurant

import (
	"context"
	"encoding/json"
	"maps"

	"orderup/order"
	"orderup/staff"
)

// clientsTopic is what nodes announce their clients under.
const clientsTopic = "clients"

// Clients are the sockets that are connected.
type Clients struct {
	Following map[order.ID]int `json:"following"` // how many follow each order
	All       int              `json:"all"`
}

// Equal reports whether two counts are the same.
func (c Clients) Equal(d Clients) bool { return c.All == d.All && maps.Equal(c.Following, d.Following) }

// AnnounceClients tells the other nodes who is connected to this one. What is
// not announced again within SeenWithin no longer counts.
func (h *House) AnnounceClients(ctx context.Context, who staff.Principal, own Clients) error {
	return h.Announce(ctx, who, clientsTopic, own)
}

// AllClients counts the clients of all nodes: this one's as given, the others'
// as announced.
func (h *House) AllClients(ctx context.Context, who staff.Principal, own Clients) (Clients, error) {
	if err := who.Demand(staff.ReadStats); err != nil {
		return Clients{}, err
	}
	others, err := h.announced(ctx, who, clientsTopic)
	if err != nil {
		return Clients{}, err
	}
	all := Clients{Following: map[order.ID]int{}, All: own.All}
	maps.Copy(all.Following, own.Following)
	for _, a := range others {
		var c Clients
		if json.Unmarshal(a.Text, &c) != nil {
			continue // of a version that counts in another way
		}
		all.All += c.All
		for id, n := range c.Following {
			all.Following[id] += n
		}
	}
	return all, nil
}
