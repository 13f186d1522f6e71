package live

import "orderup/order"

// boardSize is how many orders a board holds at most: more than a restaurant
// has open, and a few megabytes.
const boardSize = 5000

// A board holds the last event of open orders up to the hub's place in the log,
// so that a crowd that comes back costs one read for each order and not for
// each client. It is a cache: what is not on it has to be read.
type board map[order.ID]order.Event

// note takes an order's last event.
func (b board) note(e order.Event) {
	id := e.Order.ID
	if !e.Order.Status.Open() {
		delete(b, id)
		return
	}
	if _, known := b[id]; !known && len(b) >= boardSize {
		b.dropOne()
	}
	b[id] = e
}

func (b board) dropOne() {
	for id := range b {
		delete(b, id)
		return
	}
}
