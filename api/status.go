package api

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"orderup/fault"
	"orderup/order"
	"orderup/restaurant"
)

var statusRoute = route{
	id: "set-status", tag: "Orders", summary: "Move an order to another status",
	text: "Forward jumps are allowed and every step between is recorded. The status it has already changes nothing (200). " +
		"Backwards is recall (ready to in_progress) or reopening (completed to ready, within 30 minutes).",
	errors: []int{400, 403, 404, 408, 409, 413, 415, 503, 507},
}

var cancelRoute = route{
	id: "cancel-order", tag: "Orders", summary: "Cancel an order", text: "Any order that is not handed over yet.",
	errors: []int{400, 403, 404, 408, 409, 413, 415, 503, 507},
}

// OrderPath names the order of a request.
type OrderPath struct {
	ID string `path:"id" maxLength:"64" doc:"The order's id, or its number of today: %23001 or 001." example:"001"`
}

// Guard is how a client says which version of an order it has seen.
type Guard struct {
	IfMatch string `header:"If-Match" doc:"The ETag you have seen: refused with 409 if the order has moved on."`
}

// version returns the version a client expects; 0 if it does not care.
func (g Guard) version(inBody int64) (int64, error) {
	if g.IfMatch == "" || g.IfMatch == "*" {
		return inBody, nil
	}
	n, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(g.IfMatch, "W/"), `"`), 10, 64)
	if err != nil || n < 1 {
		return 0, fault.Malformed("order.if_match", `If-Match must be the ETag of the order, such as "3"`)
	}
	return n, nil
}

func etag(o order.Order) string { return fmt.Sprintf(`"%d"`, o.Version) }

// SetStatus is the body of POST /orders/{id}/status.
type SetStatus struct {
	_               struct{} `additionalProperties:"true"`
	Status          string   `json:"status" doc:"pending, in_progress, ready, completed or cancelled; any spelling of case and separators." example:"in_progress"`
	Message         string   `json:"message,omitempty" doc:"Told to the guest instead of the usual sentence; at most 200 characters." example:"Two more minutes"`
	ExpectedVersion int64    `json:"expectedVersion,omitempty" minimum:"0" doc:"The version you have seen: refused with 409 if the order has moved on."`
}

type statusInput struct {
	OnceHeader
	OrderPath
	Guard
	Body SetStatus
}

// setStatus serves POST and PATCH /orders/{id}/status.
func (a *API) setStatus(ctx context.Context, in *statusInput) (*changedOutput, error) {
	next, err := order.ParseStatus(in.Body.Status)
	if err != nil {
		return nil, inField(err, "status")
	}
	return a.move(ctx, in.OnceHeader, in.OrderPath, in.Guard, in.Body.ExpectedVersion, restaurant.Move{To: next, Message: in.Body.Message})
}

// Cancel is the body of POST /orders/{id}/cancel.
type Cancel struct {
	_               struct{} `additionalProperties:"true"`
	Reason          string   `json:"reason,omitempty" enum:"customer,sold_out,too_busy,no_show,rejected,error" doc:"customer if left out."`
	Message         string   `json:"message,omitempty" doc:"Told to the guest; at most 200 characters."`
	ExpectedVersion int64    `json:"expectedVersion,omitempty" minimum:"0" doc:"The version you have seen: refused with 409 if the order has moved on."`
}

type cancelInput struct {
	OnceHeader
	OrderPath
	Guard
	Body *Cancel
}

// cancel serves POST /orders/{id}/cancel.
func (a *API) cancel(ctx context.Context, in *cancelInput) (*changedOutput, error) {
	var c Cancel
	if in.Body != nil {
		c = *in.Body
	}
	return a.move(ctx, in.OnceHeader, in.OrderPath, in.Guard, c.ExpectedVersion,
		restaurant.Move{To: order.Cancelled, Message: c.Message, Reason: order.Reason(c.Reason)})
}

func (a *API) move(ctx context.Context, h OnceHeader, p OrderPath, g Guard, expected int64, m restaurant.Move) (*changedOutput, error) {
	var err error
	if m.Expected, err = g.version(expected); err != nil {
		return nil, err
	}
	m.Order = restaurant.Ref(p.ID)
	result, err := a.House.Move(ctx, caller(ctx), m, h.key())
	if err != nil {
		return nil, err
	}
	return changed(result, "Order %s is "+statusWord(result.Order().Status)), nil
}

func statusWord(s order.Status) string { return strings.ReplaceAll(string(s), "_", " ") }

// inField says which field of the body a fault is about.
func inField(err error, field string) error {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f.At(field)
	}
	return err
}
