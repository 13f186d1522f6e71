// Package testhouse opens a whole house for a test: a real store of
// its own, package restaurant on it and, if asked for, the doors on a port
// of this computer. All is closed when the test ends.
package testhouse

import (
	"log/slog"
	"net"
	"net/http"
	"slices"
	"testing"
	"time"

	"orderup/feed/local"
	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
	"orderup/restaurant"
	"orderup/staff"
	"orderup/store"
)

// Location is where every house of a test is: in Brussels, where a business
// day begins at five and prices are in euro.
const Location order.Location = "main"

// Person is staff in open mode.
var Person = staff.Principal{Role: staff.Local, Name: "local", Location: Location}

// A House is a restaurant that is open for a test.
type House struct {
	*restaurant.House
	*Doors // nil without WithDoors

	Store store.Store // below what OnStore put over it
}

// An Option adjusts a house.
type Option func(*plan)

// A plan is what the options say.
type plan struct {
	restaurant.Config
	wrap   func(store.Store) store.Store
	on     func(testing.TB, *plan) store.Store
	who    func(*http.Request) staff.Principal // nil for open mode
	doors  bool
	listen net.Listener
}

// WithDoors opens REST, the sockets and the simulated kitchen, and serves them
// over HTTP on a port of this computer.
func WithDoors() Option { return func(p *plan) { p.doors = true } }

// WithDoorsOn is WithDoors on a listener of the test's, such as one in memory
// for a bubble of testing/synctest, where a network would hold up the clock.
func WithDoorsOn(l net.Listener) Option {
	return func(p *plan) { p.doors, p.listen, p.on = true, l, openSQLite }
}

// WithClock sets the clock of the house; time.Now without it.
func WithClock(now func() time.Time) Option { return func(p *plan) { p.Now = now } }

// WithRate says how fast the clock of the house goes; 1 without it.
func WithRate(rate float64) Option { return func(p *plan) { p.Rate = rate } }

// WithMenu gives the house a menu.
func WithMenu(m *menu.Menu) Option { return func(p *plan) { p.Menu = m } }

// WithKitchen sets how the kitchen works; kitchen.Default without it.
func WithKitchen(s kitchen.Setup) Option { return func(p *plan) { p.Kitchen = &s } }

// WithLog sets the log of all parts; without it nothing is logged.
func WithLog(log *slog.Logger) Option { return func(p *plan) { p.Log = log } }

// WithWho decides who the callers are, instead of the rules of open mode.
func WithWho(who func(*http.Request) staff.Principal) Option { return func(p *plan) { p.who = who } }

// OnStore puts something between the house and its store, such as a disk that
// fails when told to.
func OnStore(wrap func(store.Store) store.Store) Option { return func(p *plan) { p.wrap = wrap } }

// Open opens a house for the time of a test.
func Open(t testing.TB, options ...Option) *House {
	t.Helper()
	p := plan{
		Config: restaurant.Config{
			Bell: &local.Bell{}, Node: "test", Now: time.Now, Log: slog.New(slog.DiscardHandler), Menu: menu.Demo(),
			Location: store.Location{ID: Location, Name: "Test", Zone: "Europe/Brussels", DayStart: 300, Currency: "EUR"},
		},
		on:   chosen(),
		wrap: func(s store.Store) store.Store { return s },
	}
	for _, o := range options {
		o(&p)
	}
	h := &House{Store: p.on(t, &p)}
	p.Config.Store = p.wrap(h.Store)
	var err error
	if h.House, err = restaurant.Open(t.Context(), p.Config); err != nil {
		t.Fatal(err)
	}
	if p.doors {
		h.Doors = openDoors(t, h.House, p)
	}
	return h
}

// MustPlace places an order of so many items at 3.50 each.
func (h *House) MustPlace(t testing.TB, customer string, items int) order.Order {
	t.Helper()
	return h.mustPlace(t, customer, slices.Repeat([]string{"Large Fries"}, items))
}

// MustOrder places an order of one of each name, at 3.50 each.
func (h *House) MustOrder(t testing.TB, names ...string) order.Order {
	t.Helper()
	return h.mustPlace(t, "Ines", names)
}

func (h *House) mustPlace(t testing.TB, customer string, names []string) order.Order {
	t.Helper()
	d := order.Draft{Customer: customer}
	for _, name := range names {
		d.Lines = append(d.Lines, order.Line{Name: name, Price: 350, Quantity: 1})
	}
	result, err := h.Place(t.Context(), Person, d, "")
	if err != nil {
		t.Fatal(err)
	}
	return result.Order()
}

// MustMove takes an order to a status.
func (h *House) MustMove(t testing.TB, id order.ID, to order.Status) order.Order {
	t.Helper()
	result, err := h.Move(t.Context(), Person, restaurant.Move{Order: restaurant.Ref(id), To: to}, "")
	if err != nil {
		t.Fatal(err)
	}
	return result.Order()
}

// Events returns the whole log of the house, read past what OnStore put over
// the store.
func (h *House) Events(t testing.TB) []order.Event {
	t.Helper()
	var all []order.Event
	err := h.Store.View(t.Context(), Location, func(r store.Reader) (err error) {
		all, err = r.Events(0, 1_000_000)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
