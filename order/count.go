package order

import "orderup/money"

// A Count is how many orders there are of a kind, and what they come to.
type Count struct {
	Orders int
	Total  money.Amount
}
