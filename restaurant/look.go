package restaurant

import (
	"context"
	"strconv"
	"strings"
	"time"

	"orderup/fault"
	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// A Ref names an order as people and programs do: by its id, or, for staff, by
// its number of today: "#001", "001" or "1".
type Ref string

// MaxPage is how many orders a page of a list has at most.
const MaxPage = 200

// A Page is a part of a list of orders, newest first.
type Page struct {
	Orders []order.Order
	Next   order.ID // where the next page begins; empty on the last one
}

// Order returns an order that who may read, or a NotFound fault
// "order.unknown": what is not for somebody's eyes looks absent.
func (h *House) Order(ctx context.Context, who staff.Principal, ref Ref) (o order.Order, err error) {
	err = h.store.View(ctx, who.Location, func(r store.Reader) error {
		o, err = h.find(r, who, ref, h.clock())
		return err
	})
	return o, err
}

// MayRead reports whether who may read an order that somebody holds already.
func MayRead(who staff.Principal, o order.Order) bool {
	return who.May(staff.ReadOrder) && who.Location == o.Location
}

// Orders returns a page of the location's orders. q.Limit is 1 to MaxPage.
func (h *House) Orders(ctx context.Context, who staff.Principal, q store.Query) (p Page, err error) {
	if err := who.Demand(staff.ListOrders); err != nil {
		return p, err
	}
	limit := min(max(q.Limit, 1), MaxPage)
	q.Limit = limit + 1
	err = h.store.View(ctx, who.Location, func(r store.Reader) error {
		p.Orders, err = r.Orders(q)
		return err
	})
	if len(p.Orders) > limit {
		p.Orders = p.Orders[:limit]
		p.Next = p.Orders[limit-1].ID
	}
	return p, err
}

// find reads the order that ref names for who.
func (h *House) find(r store.Reader, who staff.Principal, ref Ref, now time.Time) (order.Order, error) {
	if !who.May(staff.ReadOrder) {
		return order.Order{}, unknown()
	}
	number, isNumber := ref.number()
	if !isNumber {
		return r.Order(order.ID(ref))
	}
	if !who.May(staff.FindByNumber) {
		return order.Order{}, unknown()
	}
	at, err := h.places.of(who.Location, r)
	if err != nil {
		return order.Order{}, err
	}
	return r.OrderNumbered(at.today(now), number)
}

// number returns the number of the day that a ref is; false if it is an id.
func (ref Ref) number() (order.Number, bool) {
	n, err := strconv.ParseUint(strings.TrimPrefix(string(ref), "#"), 10, 31)
	return order.Number(n), err == nil
}

func unknown() error {
	return fault.NotFound("order.unknown", "there is no such order")
}
