package restaurant

import (
	"orderup/kitchen"
	"orderup/kitchen/eta"
	"orderup/order"
)

// What other files of the package call in a transaction of their own.
var (
	KeepMenu    = keepMenu
	TakeStock   = takeStock
	ReturnStock = returnStock
	MenuOf      = (*House).menuOf
)

// Learn folds events into a new model, as a house does with its log when it
// starts; each order is known as it was before.
func Learn(setup kitchen.Setup, events []order.Event) eta.Stats {
	m, known := new(models).of("", false), map[order.ID]order.Order{}
	for _, e := range events {
		m.learn(setup, known[e.Order.ID], e)
		known[e.Order.ID] = e.Order
	}
	return m.estimator.Stats()
}
