package sim

import (
	"fmt"
	"strings"
	"time"

	"orderup/order"
)

// A State is what a kitchen does at a moment.
type State struct {
	Running bool
	Speed   float64
	Seed    uint64
	Cooks   int
	Cooking []order.Number // what the cooks are at, oldest order first
	Waiting int            // orders that no cook has yet
	Done    int            // orders the crew handed over since it started
	Since   time.Time      // when the crew started; zero before the first
	Message string         // all that in a sentence: "3 cooks at 60x: cooking #004, #007; 2 waiting"
}

const closedMessage = "the simulated kitchen is closed"

// sentence returns s in words.
func (s State) sentence() string {
	if !s.Running {
		return closedMessage
	}
	text := fmt.Sprintf("%d cooks at %gx: ", s.Cooks, s.Speed)
	if s.Cooks == 1 {
		text = fmt.Sprintf("1 cook at %gx: ", s.Speed)
	}
	if len(s.Cooking) == 0 {
		return text + "nothing to cook"
	}
	numbers := make([]string, len(s.Cooking))
	for i, n := range s.Cooking {
		numbers[i] = n.String()
	}
	text += "cooking " + strings.Join(numbers, ", ")
	if s.Waiting > 0 {
		text += fmt.Sprintf("; %d waiting", s.Waiting)
	}
	return text
}
