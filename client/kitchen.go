package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"orderup/wire"
)

// A Kitchen is how a kitchen is set up.
type Kitchen struct {
	Setup    wire.Setup     `json:"setup"`
	Stations []wire.Station `json:"stations"`
	Rules    []wire.Rule    `json:"rules"`
}

// Kitchen returns the set-up of the kitchen.
func (c *Client) Kitchen(ctx context.Context) (k Kitchen, err error) {
	err = c.call(ctx, http.MethodGet, "/kitchen/setup", "", nil, &k)
	return k, err
}

// SetUpKitchen replaces the set-up of the kitchen and returns it as it is now.
// One whose version is neither 0 nor that of now is refused.
func (c *Client) SetUpKitchen(ctx context.Context, k Kitchen) (now Kitchen, err error) {
	err = c.call(ctx, http.MethodPut, "/kitchen/setup", "", k, &now)
	return now, err
}

// JoinKitchen follows stations from now on, as a screen of the kitchen does.
// What was missed since the cursor of j comes first, as events. It returns a
// *Problem when the server refuses.
func (s *Socket) JoinKitchen(ctx context.Context, j wire.JoinKitchen) (joined wire.JoinedKitchen, err error) {
	err = s.ask(ctx, wire.EventJoinKitchen, j, &joined)
	return joined, err
}

// Command has something done in the kitchen. Repeat it under the same key until
// there is an answer. It returns a *Problem when the server refuses, with the
// order as it is when that was not as it was seen.
func (s *Socket) Command(ctx context.Context, c wire.Command) (done wire.Commanded, err error) {
	err = s.ask(ctx, wire.EventCommand, c, &done)
	return done, err
}

// Seen tells that a screen has shown a ticket, and returns once that is kept.
func (s *Socket) Seen(ctx context.Context, t wire.TicketSeen) error {
	return s.ask(ctx, wire.EventTicketSeen, t, new(wire.Commanded))
}

// ask sends an event and reads the answer into out. A refusal is a *Problem.
func (s *Socket) ask(ctx context.Context, event string, in, out any) error {
	answer, err := s.EmitAck(ctx, event, in)
	if err != nil {
		return err
	}
	if err := refusal(answer); err != nil {
		return fmt.Errorf("%s: %w", event, err)
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("read the answer to %s: %w", event, err)
	}
	return nil
}
