package client

import (
	"context"
	"net/http"

	"orderup/wire"
)

// A Simulation is what the simulated kitchen does.
type Simulation struct {
	wire.Simulation `json:"simulation"`
	Message         string `json:"message"` // the same in a sentence
}

// Simulate lets simulated cooks work off the open orders, speed (1 to 100)
// times faster than a real kitchen; 0 leaves the speed to the server.
func (c *Client) Simulate(ctx context.Context, speed float64) (s Simulation, err error) {
	in := struct {
		Speed float64 `json:"speed,omitempty"`
	}{speed}
	err = c.call(ctx, http.MethodPost, "/orders/simulate/kitchen-workflow", "", in, &s)
	return s, err
}

// StopSimulation sends the simulated cooks home and returns when they have
// left.
func (c *Client) StopSimulation(ctx context.Context) (s Simulation, err error) {
	err = c.call(ctx, http.MethodPost, "/orders/simulate/stop", "", nil, &s)
	return s, err
}
