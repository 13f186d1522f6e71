package sim

import (
	"context"
	"log/slog"
	"math"
	"math/rand/v2"
	"time"

	"orderup/order"
	"orderup/restaurant"
	"orderup/staff"
)

// FullHouse is how many orders may be open before guests stay away.
const FullHouse = 25

// The day that guests keep, in hours after midnight. The night is skipped.
const (
	opens  = 11.0
	closes = 22.5
)

// Guests come in as they please, at the pace of a restaurant's day, again and
// again: a quiet start at eleven, a rush at lunch and one at dinner.
type Guests struct {
	House    *restaurant.House
	Location order.Location
	Log      *slog.Logger
}

// Run lets guests order until ctx ends, whose error it returns. The shift's
// speed is that of the day, its seed decides when they come, who they are and
// what they have. It returns an Invalid fault "sim.speed".
func (g Guests) Run(ctx context.Context, s Shift) error {
	s, err := s.withDefaults()
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(s.Seed, 0))
	for hour := opens; ; {
		wait := nextGuest(r, hour)
		sleep(ctx, time.Duration(wait*float64(time.Hour)/s.Speed))
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if hour += wait; hour > closes {
			hour = opens
			continue // this one found the door closed
		}
		g.order(ctx, draft(r))
	}
}

// order lets one guest order, unless the house is full.
func (g Guests) order(ctx context.Context, d order.Draft) {
	who := principal(g.Location)
	open, err := g.openOrders(ctx, who)
	if err == nil && open < FullHouse {
		_, err = g.House.Place(ctx, who, d, "")
	}
	if err != nil && ctx.Err() == nil {
		g.Log.Warn("a simulated guest could not order and left", "location", g.Location, "error", err)
	}
}

func (g Guests) openOrders(ctx context.Context, who staff.Principal) (int, error) {
	counts, err := g.House.Stats(ctx, who)
	return counts[order.Pending].Orders + counts[order.InProgress].Orders + counts[order.Ready].Orders, err
}

// nextGuest draws how many hours pass after the given one until the next guest
// comes: a Poisson process whose rate changes, by thinning.
func nextGuest(r *rand.Rand, hour float64) float64 {
	for wait := 0.0; ; {
		wait += r.ExpFloat64() / maxRate
		if r.Float64()*maxRate < rate(hour+wait) || hour+wait > closes {
			return wait
		}
	}
}

// maxRate is above every rate.
const maxRate = 100.0

// rate returns how many guests come in an hour at that hour of the day.
func rate(hour float64) float64 {
	return 15 + bell(hour, 12.5, 0.7, 70) + bell(hour, 19.5, 1, 60)
}

// bell returns a rush around its peak.
func bell(hour, peak, width, height float64) float64 {
	return height * math.Exp(-(hour-peak)*(hour-peak)/(2*width*width))
}
