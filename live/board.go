package live

import "orderup/order"

// boardSize is how many orders a board holds at most: more than a restaurant
// has open, and a few megabytes.
const boardSize = 5000

// A board holds open orders as they are at the hub's place in the log, so that
// a crowd that comes back costs one read for each order and not for each
// client. It is a cache: what is not on it has to be read.
type board map[order.ID]order.Order

// note takes an order as it is now.
func (b board) note(o order.Order) {
	if !o.Status.Open() {
		delete(b, o.ID)
		return
	}
	if _, known := b[o.ID]; !known && len(b) >= boardSize {
		b.dropOne()
	}
	b[o.ID] = o
}

func (b board) dropOne() {
	for id := range b {
		delete(b, id)
		return
	}
}
