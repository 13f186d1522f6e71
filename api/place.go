package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"orderup/menu"
	"orderup/money"
	"orderup/order"
	"orderup/restaurant"
	"orderup/wire"
)

var placeRoute = route{
	id: "place-order", tag: "Orders", summary: "Place an order", status: http.StatusCreated,
	text: "The order is on disk, with its event, before the answer leaves. Send an Idempotency-Key and repeat the " +
		"request as often as you like: it takes effect once, for 72 hours.",
	errors: []int{400, 403, 408, 413, 415, 503, 507},
}

var samplesRoute = route{
	id: "create-samples", tag: "Demo", summary: "Place three sample orders", status: http.StatusCreated,
	errors: []int{403, 415, 422, 503, 507},
}

// OnceHeader is the key that makes a command happen once.
type OnceHeader struct {
	Key string `header:"Idempotency-Key" maxLength:"200" doc:"Any text of your own; the same key and body get the same answer for 72 hours, another body is refused (422)."`
}

func (h OnceHeader) key() restaurant.Key { return restaurant.Key(h.Key) }

// PlaceOrder is the body of POST /orders.
type PlaceOrder struct {
	_            struct{}    `additionalProperties:"true"`
	CustomerName string      `json:"customerName" minLength:"1" doc:"At most 80 characters." example:"Test Customer"`
	Items        []PlaceItem `json:"items" minItems:"1" maxItems:"100" nullable:"false"`
	Type         string      `json:"type,omitempty" enum:"takeaway,dine_in,delivery,counter" doc:"takeaway if left out."`
	Table        string      `json:"table,omitempty" doc:"At most 20 characters." example:"7"`
	Covers       int         `json:"covers,omitempty" minimum:"0" maximum:"1000" doc:"People at the table."`
}

// PlaceItem is one item of PlaceOrder: one of the menu, or one with a name and
// price of its own.
type PlaceItem struct {
	_        struct{}   `additionalProperties:"true"`
	ItemID   string     `json:"itemId,omitempty" maxLength:"64" doc:"Of the menu, which then says name and price." example:"large-fries"`
	Options  []string   `json:"options,omitempty" maxItems:"50" doc:"Ids of the item's options." example:"[\"mayonnaise\"]"`
	Name     string     `json:"name,omitempty" doc:"At most 80 characters; of an item that is not on the menu." example:"Large Fries"`
	Price    wire.Price `json:"price,omitempty" doc:"For one, in major units, not negative; of an item that is not on the menu."`
	Quantity int        `json:"quantity" minimum:"1" maximum:"999" example:"1"`
	Notes    string     `json:"notes,omitempty" doc:"For the cook, at most 200 characters." example:"no salt"`

	Allergies []string `json:"allergies,omitempty" maxItems:"14" doc:"Of who eats it: shown to the cook in capitals." example:"[\"nuts\"]"`
	Course    int      `json:"course,omitempty" minimum:"0" maximum:"9" doc:"Later courses are held until they are fired."`
}

// line returns the line that is asked for, with a price in a currency; at says
// which item it is.
func (p PlaceItem) line(c money.Currency, at string) (order.Line, error) {
	l := order.Line{Quantity: p.Quantity, Notes: p.Notes, Allergies: p.Allergies, Course: p.Course}
	if p.ItemID != "" {
		l.Item = menu.ItemID(p.ItemID)
		for _, id := range p.Options {
			l.Options = append(l.Options, order.Option{ID: menu.OptionID(id)})
		}
		return l, nil
	}
	price, err := c.Parse(string(p.Price))
	if err != nil {
		return l, inField(err, at+".price")
	}
	l.Name, l.Price = p.Name, price
	return l, nil
}

// serverFields are those that only the server sets; to send one is a mistake
// that must not pass in silence.
var serverFields = []string{"id", "number", "status", "totalAmount", "version", "estimatedReadyTime", "createdAt", "updatedAt", "currency"}

type placeInput struct {
	OnceHeader
	Body    PlaceOrder
	RawBody []byte
}

// Resolve refuses bodies that set what only the server sets.
func (in *placeInput) Resolve(huma.Context) []error {
	var errs []error
	for name := range outerNames(in.RawBody) {
		if slices.ContainsFunc(serverFields, func(f string) bool { return strings.EqualFold(f, name) }) {
			errs = append(errs, setByServer(name))
		}
	}
	return errs
}

// setByServer is the name of a field that a client must leave out.
type setByServer string

// Error says what to do.
func (setByServer) Error() string { return "only the server sets this: leave it out" }

// GetStatus makes it a 400.
func (setByServer) GetStatus() int { return http.StatusBadRequest }

// ErrorDetail says where it stands.
func (f setByServer) ErrorDetail() *huma.ErrorDetail {
	return &huma.ErrorDetail{Location: "body." + string(f), Message: f.Error()}
}

type orderBody struct {
	Success bool       `json:"success" doc:"Always true."`
	Order   wire.Order `json:"order"`
	Message string     `json:"message" example:"Order #001 was placed"`
}

type changedOutput struct {
	Location string `header:"Location" doc:"Where the order is."`
	ETag     string `header:"ETag" doc:"The order's version."`
	Replayed string `header:"Idempotent-Replayed" doc:"true when this answers a repeated request."`
	Body     orderBody
}

// place serves POST /orders.
func (a *API) place(ctx context.Context, in *placeInput) (*changedOutput, error) {
	where, err := a.House.Location(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	draft, err := in.Body.draft(where.Currency)
	if err != nil {
		return nil, err
	}
	result, err := a.House.Place(ctx, caller(ctx), draft, in.key())
	if err != nil {
		return nil, err
	}
	return changed(result, "Order %s was placed"), nil
}

// draft reads the prices in the location's currency.
func (b PlaceOrder) draft(c money.Currency) (order.Draft, error) {
	lines, err := linesOf(b.Items, c)
	return order.Draft{Customer: b.CustomerName, Lines: lines, Kind: order.Kind(b.Type), Table: b.Table, Covers: b.Covers}, err
}

// changed answers a command about one order; the message's verb takes its number.
func changed(r restaurant.Result, message string) *changedOutput {
	o := r.Order()
	return &changedOutput{
		Location: "/orders/" + string(o.ID), ETag: etag(o), Replayed: replayed(r),
		Body: orderBody{Success: true, Order: wire.FromOrder(o), Message: fmt.Sprintf(message, o.Number)},
	}
}

// replayed is the header that tells a repeated answer from a first one.
func replayed(r restaurant.Result) string {
	if r.Replayed {
		return "true"
	}
	return ""
}

type samplesInput struct{ OnceHeader }

type samplesOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true when this answers a repeated request."`
	Body     struct {
		Success bool         `json:"success" doc:"Always true."`
		Orders  []wire.Order `json:"orders" nullable:"false"`
		Message string       `json:"message"`
	}
}

// createSamples serves POST /orders/demo/create-sample.
func (a *API) createSamples(ctx context.Context, in *samplesInput) (*samplesOutput, error) {
	result, err := a.House.CreateSamples(ctx, caller(ctx), in.key())
	if err != nil {
		return nil, err
	}
	out := &samplesOutput{Replayed: replayed(result)}
	out.Body.Success, out.Body.Orders = true, wire.FromOrders(result.Orders)
	out.Body.Message = fmt.Sprintf("%d sample orders were placed", len(result.Orders))
	return out, nil
}
