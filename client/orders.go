package client

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"orderup/wire"
)

// An Item is one line of an order to be placed.
type Item struct {
	Name     string     `json:"name"`
	Price    wire.Price `json:"price"` // for one, in major units: "3.50"
	Quantity int        `json:"quantity"`
	Notes    string     `json:"notes,omitempty"`
}

// PlaceOrder is an order to be placed.
type PlaceOrder struct {
	CustomerName string `json:"customerName"`
	Items        []Item `json:"items"`
	Key          string `json:"-"` // Idempotency-Key: the same key places the order once; may be empty
}

// SetStatus is a move of an order to another status.
type SetStatus struct {
	Status          string `json:"status"`
	Message         string `json:"message,omitempty"`         // to the guest, instead of the usual one
	ExpectedVersion int64  `json:"expectedVersion,omitempty"` // refused when the order has moved on; 0 does not care
	Key             string `json:"-"`                         // Idempotency-Key; may be empty
}

type orderAnswer struct {
	Order wire.Order `json:"order"`
}

// Place places an order. Like every call it returns a *Problem when the server
// refuses.
func (c *Client) Place(ctx context.Context, o PlaceOrder) (wire.Order, error) {
	var answer orderAnswer
	err := c.call(ctx, http.MethodPost, "/orders", o.Key, o, &answer)
	return answer.Order, err
}

// SetStatus moves an order to another status, through every step between.
func (c *Client) SetStatus(ctx context.Context, id string, s SetStatus) (wire.Order, error) {
	var answer orderAnswer
	err := c.call(ctx, http.MethodPost, orderPath(id)+"/status", s.Key, s, &answer)
	return answer.Order, err
}

// Cancel cancels an order; an empty reason is the customer's wish.
func (c *Client) Cancel(ctx context.Context, id, reason string) (wire.Order, error) {
	var answer orderAnswer
	in := struct {
		Reason string `json:"reason,omitempty"`
	}{reason}
	err := c.call(ctx, http.MethodPost, orderPath(id)+"/cancel", "", in, &answer)
	return answer.Order, err
}

// Order returns an order, by its id or its number of today: "#001" or "001".
func (c *Client) Order(ctx context.Context, id string) (wire.Order, error) {
	var answer orderAnswer
	err := c.call(ctx, http.MethodGet, orderPath(id), "", nil, &answer)
	return answer.Order, err
}

// CreateSamples places the three sample orders.
func (c *Client) CreateSamples(ctx context.Context) ([]wire.Order, error) {
	var answer Page
	err := c.call(ctx, http.MethodPost, "/orders/demo/create-sample", "", nil, &answer)
	return answer.Orders, err
}

// A Query selects a page of orders; the zero value is the newest of all.
type Query struct {
	Status []string // any of these; all when empty
	Limit  int      // at most so many, 1 to 200; the server's choice when 0
	Cursor string   // the Next of the page before; empty for the first
}

// A Page is a part of the list of orders, newest first.
type Page struct {
	Orders []wire.Order `json:"orders"`
	Next   string       `json:"nextCursor"` // empty on the last page
}

// Orders returns a page of orders.
func (c *Client) Orders(ctx context.Context, q Query) (Page, error) {
	var page Page
	err := c.call(ctx, http.MethodGet, "/orders"+q.encode(), "", nil, &page)
	return page, err
}

func (q Query) encode() string {
	v := url.Values{}
	if q.Limit != 0 {
		v.Set("limit", strconv.Itoa(q.Limit))
	}
	if q.Cursor != "" {
		v.Set("cursor", q.Cursor)
	}
	if len(q.Status) > 0 {
		v.Set("status", strings.Join(q.Status, ","))
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// Stats counts the orders and the clients that are connected.
type Stats struct {
	Orders    wire.Stats     `json:"stats"`
	Following map[string]int `json:"connectedClients"` // how many sockets follow each order, by its id
	Clients   int            `json:"totalConnectedClients"`
}

// Stats returns the server's figures.
func (c *Client) Stats(ctx context.Context) (Stats, error) {
	var s Stats
	err := c.call(ctx, http.MethodGet, "/orders/stats/overview", "", nil, &s)
	return s, err
}

func orderPath(id string) string { return "/orders/" + url.PathEscape(id) }
