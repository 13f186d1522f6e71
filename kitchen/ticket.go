package kitchen

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"orderup/menu"
	"orderup/order"
)

// All stands for every station, where a station is asked for.
const All menu.StationID = "all"

// A Ticket is what a station has to do for one order: a view of its tasks.
type Ticket struct {
	Order   order.Order
	Station menu.StationID
	Tasks   []order.Task // in the order of their lines
	FiredAt time.Time    // of the first of them; zero when all are held
}

// Tickets returns what a station has to do, first things first: rushed orders,
// then those fired first; what is held comes last. A ticket stays while one of
// its tasks is open, or is a void that the kitchen has not acknowledged.
func Tickets(orders []order.Order, station menu.StationID) []Ticket {
	var tickets []Ticket
	for _, o := range orders {
		if t := TicketOf(o, station); t.open() {
			tickets = append(tickets, t)
		}
	}
	slices.SortStableFunc(tickets, byUrgency)
	return tickets
}

// TicketOf returns an order's ticket at a station, which may be All.
func TicketOf(o order.Order, station menu.StationID) Ticket {
	ticket := Ticket{Order: o, Station: station}
	for _, t := range o.Tasks {
		if station != All && t.Station != station {
			continue
		}
		ticket.Tasks = append(ticket.Tasks, t)
		if !t.FiredAt.IsZero() && (ticket.FiredAt.IsZero() || t.FiredAt.Before(ticket.FiredAt)) {
			ticket.FiredAt = t.FiredAt
		}
	}
	return ticket
}

// open reports whether t is still on the station's screen.
func (t Ticket) open() bool {
	return slices.ContainsFunc(t.Tasks, func(k order.Task) bool {
		return k.Open() && t.Order.Status.Open() || unacknowledged(k)
	})
}

// Unacknowledged reports whether something was withdrawn from an order of which
// the kitchen does not know yet.
func Unacknowledged(o order.Order) bool { return slices.ContainsFunc(o.Tasks, unacknowledged) }

func unacknowledged(t order.Task) bool { return t.State == order.Voided && !t.Acknowledged }

func byUrgency(a, b Ticket) int {
	return cmp.Or(later(a.Order.RushAt, b.Order.RushAt), later(a.FiredAt, b.FiredAt), cmp.Compare(a.Order.ID, b.Order.ID))
}

// later compares times of which a missing one is the last of all.
func later(a, b time.Time) int {
	switch {
	case a.IsZero() || b.IsZero():
		return cmp.Compare(btoi(a.IsZero()), btoi(b.IsZero()))
	}
	return a.Compare(b)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Touches reports whether an order is, or was, the work of a station.
func Touches(o order.Order, station menu.StationID) bool {
	return station == All || slices.ContainsFunc(o.Tasks, func(t order.Task) bool { return t.Touches(station) })
}

// A Count is how many of one thing there are to make, all day.
type Count struct {
	Item     menu.ItemID
	Name     string
	Options  []order.Option
	Quantity int // fired and not done
	Held     int // to come
}

// AllDay counts what a station has to make over all its tickets, the most
// first.
func AllDay(orders []order.Order, station menu.StationID) []Count {
	counts := map[string]*Count{}
	for _, o := range orders {
		for _, t := range TicketOf(o, station).Tasks {
			if l := o.Line(t.Line); l != nil && t.Open() && o.Status.Open() {
				count(counts, *l, t)
			}
		}
	}
	var all []Count
	for _, c := range counts {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Quantity+b.Held, a.Quantity+a.Held), cmp.Compare(a.key(), b.key()))
	})
	return all
}

func count(counts map[string]*Count, l order.Line, t order.Task) {
	c := Count{Item: l.Item, Name: l.Name, Options: l.Options}
	if counts[c.key()] == nil {
		counts[c.key()] = &c
	}
	if t.State == order.Held {
		counts[c.key()].Held += t.Quantity
	} else {
		counts[c.key()].Quantity += t.Quantity - t.Made
	}
}

// key is the same for what is made in the same way.
func (c Count) key() string {
	var b strings.Builder
	b.WriteString(c.Name)
	for _, o := range c.Options {
		b.WriteString("\n" + string(o.Kind) + " " + o.Name)
	}
	return b.String()
}

// The recall list of a station.
const (
	RecallMost = 50                 // tickets
	recallFor  = order.RecallWindow // since they were bumped
)

// Recallable returns the orders that a station has finished lately, the last
// one first.
func Recallable(orders []order.Order, station menu.StationID, now time.Time) []order.Order {
	type bumped struct {
		order.Order
		at time.Time
	}
	var list []bumped
	for _, o := range orders {
		if at, ok := TicketOf(o, station).doneAt(); ok && o.Status != order.Cancelled && now.Sub(at) <= recallFor {
			list = append(list, bumped{o, at})
		}
	}
	slices.SortStableFunc(list, func(a, b bumped) int { return b.at.Compare(a.at) })
	list = list[:min(len(list), RecallMost)]
	orders = make([]order.Order, len(list))
	for i, b := range list {
		orders[i] = b.Order
	}
	return orders
}

// doneAt is when the last task of t was bumped; false if some are open, or
// there was nothing to bump.
func (t Ticket) doneAt() (last time.Time, ok bool) {
	for _, k := range t.Tasks {
		if k.Open() {
			return last, false
		}
		if k.State == order.Done && !k.NoPrep && k.DoneAt.After(last) {
			last = k.DoneAt
		}
	}
	return last, !last.IsZero()
}
