package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"orderup/fault"
	"orderup/staff"
)

var healthRoute = route{id: "healthz", tag: "Operations", summary: "Whether the process is up"}

var readyRoute = route{
	id: "readyz", tag: "Operations", summary: "Whether it can take orders", errors: []int{503},
	text: "503 while the store cannot be read or the sockets have not been sent the newest events again, and from the moment the house begins to close.",
}

var metricsRoute = route{
	id: "metrics", tag: "Operations", summary: "Figures for Prometheus", media: "text/plain", errors: []int{403},
}

type healthOutput struct {
	Body struct {
		Status string `json:"status" example:"ok"`
	}
}

func healthy(status string) *healthOutput {
	out := &healthOutput{}
	out.Body.Status = status
	return out
}

// healthz serves GET /healthz.
func (a *API) healthz(context.Context, *struct{}) (*healthOutput, error) { return healthy("ok"), nil }

// readyWithin is how long the store may take to answer before the house is
// called not ready.
const readyWithin = 2 * time.Second

// readyz serves GET /readyz.
func (a *API) readyz(ctx context.Context, _ *struct{}) (*healthOutput, error) {
	select {
	case <-a.draining:
		return nil, fault.Unavailable("house.closing", "the server is shutting down: try again in a moment")
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	if err := a.House.Ping(ctx); err != nil {
		return nil, fault.Unavailable("house.store", "the store does not answer: see the server's log").Because(err)
	}
	if err := a.Ready(); err != nil {
		return nil, err
	}
	return healthy("ready"), nil
}

// metrics serves GET /metrics.
func (a *API) metrics(ctx context.Context, _ *struct{}) (*huma.StreamResponse, error) {
	if err := caller(ctx).Demand(staff.ReadStats); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		r, w := humago.Unwrap(hc)
		a.Metrics.ServeHTTP(w, r)
	}}, nil
}
