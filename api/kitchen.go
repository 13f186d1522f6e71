package api

import (
	"context"
	"fmt"

	"orderup/fault"
	"orderup/kitchen"
	"orderup/menu"
	"orderup/money"
	"orderup/order"
	"orderup/restaurant"
	"orderup/wire"
)

var workRoute = route{
	id: "work-kitchen", tag: "Kitchen", summary: "Do something in the kitchen",
	text: "Bump, undo, recall, fire, hold, refire and so on: to the tasks named, or to those of the items named, or to all at a station, or to all. " +
		"What is as wanted already stays as it is (200). The status of the order follows from its tasks.",
	errors: []int{400, 403, 404, 408, 409, 413, 415, 503, 507},
}

var addItemsRoute = route{
	id: "add-items", tag: "Kitchen", summary: "Add items to an order", text: "Only the new items go to the kitchen; what is done stays done.",
	errors: []int{400, 403, 404, 408, 409, 413, 415, 503, 507},
}

var (
	setupRoute = route{id: "read-kitchen", tag: "Kitchen", summary: "See the stations and how much they have to do", errors: []int{403, 503}}
	setUpRoute = route{
		id: "set-up-kitchen", tag: "Kitchen", summary: "Set up stations, routing and times",
		text:   "What is at work stays where it is, unless its station is no more: then it goes to the catch-all station. A line that no rule and no menu item sends anywhere is made at the catch-all station.",
		errors: []int{400, 403, 408, 409, 413, 415, 503, 507},
	}
	stationRoute = route{
		id: "open-station", tag: "Kitchen", summary: "Open or close a station", text: "The tasks of new orders go to the backup of a closed one.",
		errors: []int{403, 404, 415, 422, 503, 507},
	}
	ticketsRoute = route{id: "read-tickets", tag: "Kitchen", summary: "List the tickets of a station, first things first", errors: []int{403, 422, 503}}
	allDayRoute  = route{id: "read-all-day", tag: "Kitchen", summary: "Count what a station has to make over all its tickets", errors: []int{403, 422, 503}}
	recallRoute  = route{
		id: "read-recall", tag: "Kitchen", summary: "List what a station has bumped lately",
		text: "Of the last 30 minutes, at most 50, the last one first.", errors: []int{403, 422, 503},
	}
)

type workInput struct {
	OnceHeader
	OrderPath
	Guard
	Verb string `path:"verb" enum:"start,bump,undo,recall,fire,hold,refire,void,acknowledge,rush,unrush,pass,seen,move" example:"bump"`
	Body *wire.KitchenWork
}

// work serves POST /orders/{id}/kitchen/{verb}.
func (a *API) work(ctx context.Context, in *workInput) (*changedOutput, error) {
	var body wire.KitchenWork
	if in.Body != nil {
		body = *in.Body
	}
	c := body.Command(in.Verb)
	var err error
	if c.Expected, err = in.version(c.Expected); err != nil {
		return nil, err
	}
	result, err := a.House.Work(ctx, caller(ctx), restaurant.Ref(in.ID), c, in.key())
	if err != nil {
		return nil, err
	}
	return changed(result, "Order %s: "+in.Verb), nil
}

// AddItems is the body of POST /orders/{id}/items.
type AddItems struct {
	_     struct{}    `additionalProperties:"true"`
	Items []PlaceItem `json:"items" minItems:"1" maxItems:"100" nullable:"false"`
}

type addItemsInput struct {
	OnceHeader
	OrderPath
	Body AddItems
}

// addItems serves POST /orders/{id}/items.
func (a *API) addItems(ctx context.Context, in *addItemsInput) (*changedOutput, error) {
	where, err := a.House.Location(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	lines, err := linesOf(in.Body.Items, where.Currency)
	if err != nil {
		return nil, err
	}
	result, err := a.House.AddItems(ctx, caller(ctx), restaurant.Ref(in.ID), lines, in.key())
	if err != nil {
		return nil, err
	}
	return changed(result, "Items were added to order %s"), nil
}

// Kitchen is how a kitchen works, and how much each station has to do.
type Kitchen struct {
	Success  bool          `json:"success" doc:"Always true."`
	Setup    wire.Setup    `json:"setup"`
	Stations []StationLoad `json:"stations" nullable:"false"`
	Rules    []wire.Rule   `json:"rules" nullable:"false" doc:"The first that fits an item decides where it is made."`
}

// StationLoad is a station with what it has to do.
type StationLoad struct {
	wire.Station
	Tickets int `json:"tickets" doc:"Open ones."`
	Late    int `json:"late" doc:"Of them, whose order is past its promise."`
}

type kitchenOutput struct {
	ETag string `header:"ETag" doc:"The version of the set-up."`
	Body Kitchen
}

// kitchen serves GET /kitchen/setup.
func (a *API) kitchen(ctx context.Context, _ *struct{}) (*kitchenOutput, error) {
	setup, err := a.House.Setup(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	return a.kitchenOf(ctx, setup)
}

func (a *API) kitchenOf(ctx context.Context, setup kitchen.Setup) (*kitchenOutput, error) {
	orders, _, err := a.House.OpenOrders(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	now, _ := a.House.Clock()
	out := &kitchenOutput{ETag: fmt.Sprintf(`"%d"`, setup.Version)}
	w, stations := wire.FromSetup(setup)
	out.Body = Kitchen{Success: true, Setup: w, Stations: make([]StationLoad, len(stations)), Rules: wire.FromRules(setup.Rules)}
	for i, st := range stations {
		load := StationLoad{Station: st}
		for _, t := range kitchen.Tickets(orders, menu.StationID(st.ID)) {
			load.Tickets++
			if now.After(t.Order.ReadyBy) {
				load.Late++
			}
		}
		out.Body.Stations[i] = load
	}
	return out, nil
}

// SetUp is the body of PUT /kitchen/setup.
type SetUp struct {
	Setup    wire.Setup     `json:"setup"`
	Stations []wire.Station `json:"stations" minItems:"1" maxItems:"50" nullable:"false"`
	Rules    []wire.Rule    `json:"rules,omitempty" maxItems:"200"`
}

type setUpInput struct {
	Guard
	Body SetUp
}

// setUp serves PUT /kitchen/setup.
func (a *API) setUp(ctx context.Context, in *setUpInput) (*kitchenOutput, error) {
	expected, err := in.version(in.Body.Setup.Version)
	if err != nil {
		return nil, err
	}
	setup, err := a.House.SetUpKitchen(ctx, caller(ctx), wire.ToSetup(in.Body.Setup, in.Body.Stations, in.Body.Rules), expected)
	if err != nil {
		return nil, err
	}
	return a.kitchenOf(ctx, setup)
}

type stationInput struct {
	ID    string `path:"id" maxLength:"32" example:"fryer"`
	State string `path:"state" enum:"open,close"`
}

// openStation serves POST /kitchen/stations/{id}/open and /close.
func (a *API) openStation(ctx context.Context, in *stationInput) (*kitchenOutput, error) {
	setup, err := a.House.OpenStation(ctx, caller(ctx), menu.StationID(in.ID), in.State == "open")
	if err != nil {
		return nil, err
	}
	return a.kitchenOf(ctx, setup)
}

type boardInput struct {
	Station string `query:"station" default:"all" maxLength:"32" doc:"A station, or all." example:"fryer"`
}

// station returns the station of a query, or a NotFound fault.
func (a *API) station(ctx context.Context, in *boardInput) (menu.StationID, error) {
	id := menu.StationID(in.Station)
	setup, err := a.House.Setup(ctx, caller(ctx))
	if err != nil {
		return id, err
	}
	if _, ok := setup.Station(id); !ok && id != kitchen.All {
		return id, fault.Invalid("kitchen.station", "there is no station %q", id)
	}
	return id, nil
}

type ticketsOutput struct {
	Body struct {
		Success    bool         `json:"success" doc:"Always true."`
		Orders     []wire.Order `json:"orders" nullable:"false" doc:"Each with all its tasks; the ticket is those of the station."`
		Cursor     string       `json:"cursor" doc:"Opaque; the place in the log that this shows."`
		ServerTime wire.Time    `json:"serverTime"`
	}
}

// tickets serves GET /kitchen/tickets.
func (a *API) tickets(ctx context.Context, in *boardInput) (*ticketsOutput, error) {
	station, err := a.station(ctx, in)
	if err != nil {
		return nil, err
	}
	tickets, seq, err := a.House.Tickets(ctx, caller(ctx), station)
	if err != nil {
		return nil, err
	}
	out := &ticketsOutput{}
	now, _ := a.House.Clock()
	out.Body.Success, out.Body.ServerTime = true, wire.Time(now)
	out.Body.Cursor = a.House.Cursor(caller(ctx).Location, seq)
	out.Body.Orders = make([]wire.Order, len(tickets))
	for i, t := range tickets {
		out.Body.Orders[i] = wire.FromOrder(t.Order)
	}
	return out, nil
}

type allDayOutput struct {
	Body struct {
		Success bool          `json:"success" doc:"Always true."`
		Items   []wire.AllDay `json:"items" nullable:"false"`
	}
}

// allDay serves GET /kitchen/all-day.
func (a *API) allDay(ctx context.Context, in *boardInput) (*allDayOutput, error) {
	station, err := a.station(ctx, in)
	if err != nil {
		return nil, err
	}
	counts, err := a.House.AllDay(ctx, caller(ctx), station)
	if err != nil {
		return nil, err
	}
	out := &allDayOutput{}
	out.Body.Success, out.Body.Items = true, make([]wire.AllDay, len(counts))
	for i, c := range counts {
		out.Body.Items[i] = wire.FromCount(c)
	}
	return out, nil
}

type recallOutput struct {
	Body struct {
		Success bool         `json:"success" doc:"Always true."`
		Orders  []wire.Order `json:"orders" nullable:"false"`
	}
}

// recall serves GET /kitchen/recall.
func (a *API) recall(ctx context.Context, in *boardInput) (*recallOutput, error) {
	station, err := a.station(ctx, in)
	if err != nil {
		return nil, err
	}
	orders, err := a.House.Recallable(ctx, caller(ctx), station)
	if err != nil {
		return nil, err
	}
	out := &recallOutput{}
	out.Body.Success, out.Body.Orders = true, wire.FromOrders(orders)
	return out, nil
}

// linesOf reads items with prices in a currency.
func linesOf(items []PlaceItem, c money.Currency) (lines []order.Line, err error) {
	lines = make([]order.Line, len(items))
	for i, item := range items {
		if lines[i], err = item.line(c, fmt.Sprintf("items[%d]", i)); err != nil {
			return nil, err
		}
	}
	return lines, nil
}
