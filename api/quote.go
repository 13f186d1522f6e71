package api

import (
	"context"
	"math"

	"orderup/kitchen/eta"
	"orderup/order"
	"orderup/wire"
)

var quoteRoute = route{
	id: "quote-order", tag: "Kitchen", summary: "Ask when an order would be ready that is placed now", text: "Nothing is stored.",
	errors: []int{400, 403, 408, 413, 415, 503},
}

var etaStatsRoute = route{
	id: "read-promises", tag: "Kitchen", summary: "See how honest the promised times of the last days were",
	errors: []int{403},
}

// QuoteOrder is the body of POST /orders/quote.
type QuoteOrder struct {
	_     struct{}    `additionalProperties:"true"`
	Items []PlaceItem `json:"items" minItems:"1" maxItems:"100" nullable:"false"`
	Type  string      `json:"type,omitempty" enum:"takeaway,dine_in,delivery,counter" doc:"takeaway if left out."`
}

type quoteInput struct{ Body QuoteOrder }

type quoteOutput struct {
	Body struct {
		Success bool  `json:"success" doc:"Always true."`
		Quote   Quote `json:"quote"`
	}
}

// Quote is when an order would be ready.
type Quote struct {
	P50     wire.Time `json:"p50" doc:"As likely before as after."`
	P80     wire.Time `json:"p80" doc:"Four times out of five before."`
	ReadyBy wire.Time `json:"readyBy" doc:"What would be promised: the full minute after p80."`
	Reason  string    `json:"reason,omitempty" doc:"What the order would wait for." example:"station:fryer"`
}

// quote serves POST /orders/quote.
func (a *API) quote(ctx context.Context, in *quoteInput) (*quoteOutput, error) {
	where, err := a.House.Location(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	lines, err := linesOf(in.Body.Items, where.Currency)
	if err != nil {
		return nil, err
	}
	f, err := a.House.Quote(ctx, caller(ctx), lines, order.Kind(in.Body.Type))
	if err != nil {
		return nil, err
	}
	out := &quoteOutput{}
	out.Body.Success = true
	out.Body.Quote = Quote{P50: wire.Time(f.P50), P80: wire.Time(f.P80), ReadyBy: wire.Time(f.First), Reason: f.Reason}
	return out, nil
}

type etaStatsOutput struct {
	Body struct {
		Success bool     `json:"success" doc:"Always true."`
		Stats   Promises `json:"stats"`
	}
}

// Promises is how honest forecasts were.
type Promises struct {
	Honesty
	Days []PromiseDay `json:"days" nullable:"false" doc:"The last four weeks, oldest first."`
}

// Honesty sums up the forecasts of orders that are ready.
type Honesty struct {
	Orders   int     `json:"orders" doc:"That became ready and were not changed after they were placed."`
	MAE      float64 `json:"mae" doc:"Mean distance of p50 from the truth, in minutes."`
	Coverage float64 `json:"coverage" doc:"Share that was ready by its p80; 0.8 is honest."`
	Broken   float64 `json:"broken" doc:"Share that was ready more than three minutes after its first promise."`
}

// PromiseDay is one business day of Promises.
type PromiseDay struct {
	From wire.Time `json:"from" doc:"When its first order was placed."`
	Honesty
	Stations []StationHonesty `json:"stations" nullable:"false"`
}

// StationHonesty is about the orders that waited for a station longest.
type StationHonesty struct {
	Station string `json:"station"`
	Honesty
}

// promises serves GET /stats/eta.
func (a *API) promises(ctx context.Context, _ *struct{}) (*etaStatsOutput, error) {
	stats, err := a.House.ForecastStats(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	out := &etaStatsOutput{}
	out.Body.Success = true
	out.Body.Stats = Promises{Honesty: honesty(stats.Score), Days: make([]PromiseDay, len(stats.Days))}
	for i, d := range stats.Days {
		day := PromiseDay{From: wire.Time(d.From), Honesty: honesty(d.Score), Stations: make([]StationHonesty, len(d.Stations))}
		for j, s := range d.Stations {
			day.Stations[j] = StationHonesty{s.Station, honesty(s.Score)}
		}
		out.Body.Stats.Days[i] = day
	}
	return out, nil
}

func honesty(s eta.Score) Honesty {
	return Honesty{Orders: s.Orders, MAE: rounded(s.MAE()), Coverage: rounded(s.Coverage()), Broken: rounded(s.BrokenShare())}
}

// rounded is x to three decimals.
func rounded(x float64) float64 { return math.Round(1000*x) / 1000 }
