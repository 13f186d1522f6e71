package wire

import (
	"orderup/money"
	"orderup/order"
)

// Stats counts orders; each figure under the two names that clients use.
type Stats struct {
	Total            int    `json:"total"`
	Pending          int    `json:"pending"`
	InProgress       int    `json:"inProgress"`
	Ready            int    `json:"ready"`
	Completed        int    `json:"completed"`
	Cancelled        int    `json:"cancelled"`
	TotalOrders      int    `json:"totalOrders"`
	PendingOrders    int    `json:"pendingOrders"`
	InProgressOrders int    `json:"inProgressOrders"`
	ReadyOrders      int    `json:"readyOrders"`
	CompletedOrders  int    `json:"completedOrders"`
	CancelledOrders  int    `json:"cancelledOrders"`
	TotalRevenue     Price  `json:"totalRevenue" doc:"Of completed orders."`
	Currency         string `json:"currency"`
}

// FromCounts returns the public form of the counts by status.
func FromCounts(counts map[order.Status]order.Count, c money.Currency) Stats {
	s := Stats{
		Pending: counts[order.Pending].Orders, InProgress: counts[order.InProgress].Orders, Ready: counts[order.Ready].Orders,
		Completed: counts[order.Completed].Orders, Cancelled: counts[order.Cancelled].Orders,
		TotalRevenue: Price(c.Format(counts[order.Completed].Total)), Currency: string(c),
	}
	s.Total = s.Pending + s.InProgress + s.Ready + s.Completed + s.Cancelled
	s.TotalOrders, s.PendingOrders, s.InProgressOrders = s.Total, s.Pending, s.InProgress
	s.ReadyOrders, s.CompletedOrders, s.CancelledOrders = s.Ready, s.Completed, s.Cancelled
	return s
}
