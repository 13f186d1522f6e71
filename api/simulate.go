package api

import (
	"context"

	"orderup/sim"
	"orderup/staff"
	"orderup/wire"
)

var simulateRoute = route{
	id: "simulate-kitchen", tag: "Demo", summary: "Let simulated cooks work off the open orders",
	text: "They start, finish and hand over orders by the same commands as anybody, and go home when there is nothing " +
		"left to do for a while. There is never more than one crew: asking again changes its speed. " +
		"Of several servers on one database one has the crew, whichever was asked; when it dies another goes on.",
	errors: []int{400, 403, 408, 413, 415, 503, 507},
}

var stopRoute = route{id: "stop-simulation", tag: "Demo", summary: "Send the simulated cooks home", errors: []int{403, 415, 503, 507}}

var simulationRoute = route{id: "read-simulation", tag: "Demo", summary: "See what the simulated cooks are doing", errors: []int{403, 503}}

// Simulate is the body of POST /orders/simulate/kitchen-workflow; it may be
// left out.
type Simulate struct {
	_     struct{} `additionalProperties:"true"`
	Speed float64  `json:"speed,omitempty" minimum:"1" maximum:"100" doc:"Times faster than a real kitchen; 60 if left out." example:"60"`
	Seed  uint64   `json:"seed,omitempty" doc:"The same seed gives the same cooking times."`
}

type simulateInput struct {
	Body *Simulate
}

type simulationOutput struct {
	Body struct {
		Success    bool            `json:"success" doc:"Always true."`
		Message    string          `json:"message" example:"3 cooks at 60x: cooking #004, #007; 2 waiting"`
		Simulation wire.Simulation `json:"simulation"`
	}
}

// simulate serves POST /orders/simulate/kitchen-workflow.
func (a *API) simulate(ctx context.Context, in *simulateInput) (*simulationOutput, error) {
	if err := caller(ctx).Demand(staff.Simulate); err != nil {
		return nil, err
	}
	var shift sim.Shift
	if in.Body != nil {
		shift = sim.Shift{Speed: in.Body.Speed, Seed: in.Body.Seed}
	}
	state, err := a.Kitchen.Start(ctx, shift)
	if err != nil {
		return nil, err
	}
	return simulated(state), nil
}

// stopSimulation serves POST /orders/simulate/stop.
func (a *API) stopSimulation(ctx context.Context, _ *struct{}) (*simulationOutput, error) {
	if err := caller(ctx).Demand(staff.Simulate); err != nil {
		return nil, err
	}
	state, err := a.Kitchen.Stop(ctx)
	if err != nil {
		return nil, err
	}
	return simulated(state), nil
}

// simulation serves GET /orders/simulate.
func (a *API) simulation(ctx context.Context, _ *struct{}) (*simulationOutput, error) {
	if err := caller(ctx).Demand(staff.Simulate); err != nil {
		return nil, err
	}
	state, err := a.Kitchen.State(ctx)
	if err != nil {
		return nil, err
	}
	return simulated(state), nil
}

func simulated(s sim.State) *simulationOutput {
	out := &simulationOutput{}
	out.Body.Success, out.Body.Message = true, s.Message
	out.Body.Simulation = wire.Simulation{
		Running: s.Running, Speed: s.Speed, Seed: s.Seed, Cooks: s.Cooks, Cooking: []string{}, Waiting: s.Waiting, Done: s.Done,
	}
	for _, n := range s.Cooking {
		out.Body.Simulation.Cooking = append(out.Body.Simulation.Cooking, n.String())
	}
	return out
}
