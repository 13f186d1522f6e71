package evening

import (
	"math"
	"math/rand/v2"
	"time"

	"orderup/order"
)

// The day that guests keep, in hours after midnight.
const (
	Opens  = 11
	Closes = 22 // the last order
)

// Earliest and Latest are the times of the day, since midnight, between which
// people may come in to look.
const (
	Earliest = Opens*time.Hour + WarmUp
	Latest   = Closes*time.Hour - 30*time.Minute
)

// fullHouse is how many orders may be open before guests go elsewhere.
const fullHouse = 45

// day lets guests in from a time on until the last order, and again the next
// day.
func (s *Script) day(from time.Time) {
	y, m, d := from.Date()
	at := func(hour float64) time.Time { return time.Date(y, m, d, 0, 0, int(3600*hour), 0, from.Location()) }
	s.days++
	luck := dice(s.Seed, "guests", s.days)
	for hour := max(Opens, from.Sub(at(0)).Hours()); ; {
		if hour += nextGuest(luck, hour); hour >= Closes {
			break
		}
		s.after(at(hour).Sub(s.now), s.guest)
	}
	for _, p := range scenes {
		if t := at(p.hour); t.After(from) {
			s.after(t.Sub(s.now), func() { p.happens(s) })
		}
	}
	s.lastCall = at(Closes)
	s.after(between(s.luck, 2*time.Minute, 4*time.Minute), s.mishap)
	tomorrow := time.Date(y, m, d+1, Opens, 0, 0, 0, from.Location())
	s.after(tomorrow.Sub(s.now), func() { s.day(tomorrow) })
}

// nextGuest draws how many hours pass after the given one until the next guest
// comes: a Poisson process whose rate changes, by thinning.
func nextGuest(r *rand.Rand, hour float64) float64 {
	for wait := 0.0; ; {
		wait += r.ExpFloat64() / maxRate
		if r.Float64()*maxRate < rate(hour+wait) || hour+wait > Closes {
			return wait
		}
	}
}

// maxRate is above every rate.
const maxRate = 90.0

// rate returns how many parties come in an hour at that hour of the day.
func rate(hour float64) float64 {
	return 22 + bell(hour, 12.5, 0.7, 45) + bell(hour, 19.3, 1.1, 42)
}

// bell returns a rush around its peak.
func bell(hour, peak, width, height float64) float64 {
	return height * math.Exp(-(hour-peak)*(hour-peak)/(2*width*width))
}

// guest lets a party come in and order, unless the house is full.
func (s *Script) guest() {
	s.guests++
	luck := dice(s.Seed, "order", s.guests)
	s.enter(s.draft(luck, kindOf(luck)))
}

// enter lets a party order, unless the house is full.
func (s *Script) enter(d order.Draft) {
	if len(s.parties) < fullHouse {
		s.place(d)
	}
}

// kindOf draws how a party eats.
func kindOf(luck *rand.Rand) order.Kind {
	switch x := luck.Float64(); {
	case x < 0.45:
		return order.TakeAway
	case x < 0.75:
		return order.DineIn
	case x < 0.9:
		return order.Delivery
	}
	return order.Counter
}

var guestNames = []string{
	"Amira", "Anton", "Beatriz", "Bram", "Chloé", "Daan", "Dmitri", "Elif", "Emma", "Farid", "Fatou", "Femke",
	"Giulia", "Hannah", "Hugo", "Ines", "Jonas", "Kenji", "Lars", "Lotte", "Lucía", "Maya", "Mehdi", "Mei",
	"Milan", "Nadia", "Noah", "Olga", "Paweł", "Priya", "Quinten", "Rosa", "Samuel", "Sofie", "Thabo", "Yara",
}
