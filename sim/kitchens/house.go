package kitchens

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// The day that guests keep, in minutes after midnight.
const (
	opens  = 11 * 60.0
	closes = 22 * 60.0
	opened = closes - opens
)

// A House is one restaurant.
type House struct {
	Scenario
	seed     uint64
	stations []place
	dishes   []dish
	popular  []float64 // cumulated shares of the dishes
	rate     float64   // orders a minute at the height of dinner
	packing  float64   // minutes from the last dish to the order, in the median
	tapping  float64   // mean minutes until a tap is made
	hurry    float64   // share of its time that a dish loses per unit waiting for each slot
	dayNoise float64   // of the speed of a day, ln
	drift    float64   // of the speed within a day, ln
}

// A place is a station.
type place struct {
	slots  int
	basket int // equal units that one slot cooks together
	sigma  float64
}

type dish struct {
	station int
	then    int     // the station it goes on to, -1 for most
	minutes float64 // in the median
	prep    float64 // what the owner says
}

// Draw draws a house.
func Draw(seed uint64, s Scenario) *House {
	r := rand.New(rand.NewPCG(seed, 1))
	h := &House{
		Scenario: s, seed: seed, packing: 0.3 + 0.5*r.Float64(), tapping: 0.1 + 0.3*r.Float64(),
		hurry: 0.01 * r.Float64(), dayNoise: 0.05 + 0.10*r.Float64(), drift: 0.05 + 0.12*r.Float64(),
	}
	for range 3 + r.IntN(3) {
		h.stations = append(h.stations, drawPlace(r))
	}
	if r.Float64() < 0.7 { // a fryer
		h.stations[len(h.stations)-1] = place{slots: 1 + r.IntN(2), basket: 3 + r.IntN(3), sigma: 0.18}
	}
	h.drawMenu(r)
	h.rate = (0.80 + 0.22*r.Float64()) / h.busiest()
	if s.Demand > 0 {
		h.rate *= s.Demand
	}
	return h
}

func drawPlace(r *rand.Rand) place {
	return place{slots: 1 + r.IntN(4), basket: 1, sigma: 0.18 + 0.25*r.Float64()}
}

func (h *House) drawMenu(r *rand.Rand) {
	usual := 3.3 * math.Exp(0.35*r.NormFloat64()) // slow and fast houses
	sum := 0.0
	for i := range 9 + r.IntN(32) {
		d := dish{station: r.IntN(len(h.stations)), then: -1, minutes: min(max(usual*math.Exp(0.5*r.NormFloat64()), 0.7), 25)}
		d.prep = d.minutes * math.Exp(0.35*r.NormFloat64())
		if other := r.IntN(len(h.stations)); r.Float64() < h.TwoStage && other != d.station {
			d.then = other
		}
		h.dishes = append(h.dishes, d)
		sum += 1 / math.Pow(float64(i+1), 0.7)
		h.popular = append(h.popular, sum)
	}
	for i := range h.popular {
		h.popular[i] /= sum
	}
}

// busiest returns the minutes of its slots that an order takes of the station
// that is busiest.
func (h *House) busiest() float64 {
	return h.load(h.bottleneck())
}

func (h *House) bottleneck() (busiest int) {
	for s := range h.stations {
		if h.load(s) > h.load(busiest) {
			busiest = s
		}
	}
	return busiest
}

func (h *House) load(station int) (minutes float64) {
	s := h.stations[station]
	before := 0.0
	for i, d := range h.dishes {
		share := h.popular[i] - before
		before = h.popular[i]
		if d.station == station {
			minutes += share * d.minutes
		}
		if d.then == station {
			minutes += share * d.minutes * secondStage
		}
	}
	units := meanLines * meanUnits * minutes * math.Exp(s.sigma*s.sigma/2)
	return units / float64(s.slots) / (1 + 0.25*float64(s.basket-1)) // baskets are seldom full
}

// menu is what the owner says.
func (h *House) menu() Event {
	e := Event{Type: Menu, Slots: map[string]int{}}
	for i, d := range h.dishes {
		item := Item{ID: itemName(i)}
		if !h.NoStations {
			item.Station = stationName(d.station)
			e.Slots[item.Station] = h.stations[d.station].slots
		}
		if !h.NoStations && !h.NoPrep {
			item.Prep = math.Round(60 * d.prep)
		}
		e.Items = append(e.Items, item)
	}
	return e
}

func itemName(i int) string    { return fmt.Sprintf("dish %d", i+1) }
func stationName(i int) string { return fmt.Sprintf("station %d", i+1) }
