package client

import (
	"context"
	"net/http"
)

// A Simulation is what the simulated kitchen does.
type Simulation struct {
	Running bool    `json:"running"`
	Speed   float64 `json:"speed"`
	Cooks   int     `json:"cooks"`
	Cooking []int   `json:"cooking"` // numbers of today
	Waiting int     `json:"waiting"`
	Done    int     `json:"done"`
	Message string  `json:"message"` // all that in a sentence
}

type simulationAnswer struct {
	Simulation Simulation `json:"simulation"`
}

// Simulate lets simulated cooks work off the open orders, speed (1 to 100)
// times faster than a real kitchen; 0 leaves the speed to the server.
func (c *Client) Simulate(ctx context.Context, speed float64) (Simulation, error) {
	var answer simulationAnswer
	in := struct {
		Speed float64 `json:"speed,omitempty"`
	}{speed}
	err := c.call(ctx, http.MethodPost, "/orders/simulate/kitchen-workflow", "", in, &answer)
	return answer.Simulation, err
}

// StopSimulation sends the simulated cooks home and returns when they have
// left.
func (c *Client) StopSimulation(ctx context.Context) (Simulation, error) {
	var answer simulationAnswer
	err := c.call(ctx, http.MethodPost, "/orders/simulate/stop", "", nil, &answer)
	return answer.Simulation, err
}
