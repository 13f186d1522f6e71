package api

import (
	"context"
	"strings"

	"orderup/order"
	"orderup/restaurant"
	"orderup/store"
	"orderup/wire"
)

var listRoute = route{
	id: "list-orders", tag: "Orders", summary: "List orders, newest first",
	text:   "A page at a time: nextCursor says where the next one begins, and is missing on the last.",
	errors: []int{403, 422, 503},
}

var readRoute = route{id: "read-order", tag: "Orders", summary: "Read an order", errors: []int{404, 503}}

var statsRoute = route{
	id: "read-statistics", tag: "Orders", summary: "Count the orders and the connected clients", errors: []int{403, 503},
}

type listInput struct {
	Status []string `query:"status,explode" doc:"Only orders with one of these statuses: several times, or with commas between them." example:"pending,in_progress"`
	Limit  int      `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Orders on a page."`
	Cursor string   `query:"cursor" format:"uuid" doc:"The nextCursor of the page before."`
}

type listOutput struct {
	Body struct {
		Success    bool         `json:"success" doc:"Always true."`
		Orders     []wire.Order `json:"orders" nullable:"false"`
		Count      int          `json:"count" doc:"Orders on this page."`
		NextCursor string       `json:"nextCursor,omitempty" doc:"Send it as cursor to get the next page."`
	}
}

// list serves GET /orders.
func (a *API) list(ctx context.Context, in *listInput) (*listOutput, error) {
	q := store.Query{Before: order.ID(in.Cursor), Limit: in.Limit}
	for _, text := range strings.FieldsFunc(strings.Join(in.Status, ","), func(r rune) bool { return r == ',' }) {
		s, err := order.ParseStatus(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		q.Status = append(q.Status, s)
	}
	page, err := a.House.Orders(ctx, caller(ctx), q)
	if err != nil {
		return nil, err
	}
	out := &listOutput{}
	out.Body.Success, out.Body.Orders = true, wire.FromOrders(page.Orders)
	out.Body.Count, out.Body.NextCursor = len(page.Orders), string(page.Next)
	return out, nil
}

type readOutput struct {
	ETag string `header:"ETag" doc:"The order's version."`
	Body struct {
		Success bool       `json:"success" doc:"Always true."`
		Order   wire.Order `json:"order"`
	}
}

// read serves GET /orders/{id}.
func (a *API) read(ctx context.Context, in *OrderPath) (*readOutput, error) {
	o, err := a.House.Order(ctx, caller(ctx), restaurant.Ref(in.ID))
	if err != nil {
		return nil, err
	}
	out := &readOutput{ETag: etag(o)}
	out.Body.Success, out.Body.Order = true, wire.FromOrder(o)
	return out, nil
}

type statsOutput struct {
	Body struct {
		Success               bool             `json:"success" doc:"Always true."`
		Stats                 wire.Stats       `json:"stats"`
		ConnectedClients      map[order.ID]int `json:"connectedClients" doc:"How many sockets follow each order." nullable:"false"`
		TotalConnectedClients int              `json:"totalConnectedClients"`
	}
}

// stats serves GET /orders/stats/overview.
func (a *API) stats(ctx context.Context, _ *struct{}) (*statsOutput, error) {
	counts, err := a.House.Stats(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	where, err := a.House.Location(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	clients, err := a.House.AllClients(ctx, caller(ctx), a.Clients())
	if err != nil {
		return nil, err
	}
	out := &statsOutput{}
	out.Body.Success, out.Body.Stats = true, wire.FromCounts(counts, where.Currency)
	out.Body.ConnectedClients, out.Body.TotalConnectedClients = clients.Following, clients.All
	return out, nil
}
