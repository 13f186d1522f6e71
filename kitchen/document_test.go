package kitchen_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"orderup/kitchen"
	"orderup/order"
)

var update = flag.Bool("update", false, "write the table in docs/kitchen.md anew")

// TestKitchenDocument keeps the table in docs/kitchen.md equal to what the verbs
// do; run it with -update after changing a rule.
func TestKitchenDocument(t *testing.T) {
	const path = "../docs/kitchen.md"
	const begin, end = "written by go test ./kitchen -update -->\n", "<!-- end of verbs -->"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no place for the table", path)
	}
	want := before + begin + verbTable(t) + end + after
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Errorf("%s does not say what the verbs do: run go test ./kitchen -update", path)
	}
}

// verbTable says what each verb makes of a task in each state.
func verbTable(t *testing.T) string {
	var b strings.Builder
	b.WriteString("\n| verb |")
	for _, s := range order.TaskStates {
		fmt.Fprintf(&b, " %s |", s)
	}
	b.WriteString("\n| --- |" + strings.Repeat(" --- |", len(order.TaskStates)) + "\n")
	for _, v := range kitchen.Verbs {
		if v == kitchen.Rush || v == kitchen.Unrush || v == kitchen.Pass {
			continue // about the order
		}
		fmt.Fprintf(&b, "| **%s** |", v)
		for _, s := range order.TaskStates {
			fmt.Fprintf(&b, " %s |", effect(t, v, s))
		}
		b.WriteString("\n")
	}
	return b.String() + "\n"
}

// inState returns an order whose first task is in a state.
func inState(t *testing.T, s kitchen.Setup, state order.TaskState) order.Order {
	t.Helper()
	o := placed(s, "Burger", "Fries")
	how := map[order.TaskState]order.Verb{order.Held: kitchen.Hold, order.Started: kitchen.Start, order.Done: kitchen.Bump, order.Voided: kitchen.Void}
	if v, ok := how[state]; ok {
		do(t, &o, s, 5, kitchen.Command{Verb: v, Tasks: []order.TaskID{"1"}})
	}
	if o.Tasks[0].State != state {
		t.Fatalf("%s, want a task that is %s", states(o), state)
	}
	return o
}

// effect says what a verb makes of a task in a state.
func effect(t *testing.T, v order.Verb, state order.TaskState) string {
	t.Helper()
	s := pub()
	o := inState(t, s, state)
	was := o
	events, err := kitchen.Do(&o, kitchen.Command{Verb: v, Tasks: []order.TaskID{"1"}, To: "oven", Reason: "cold"}, s, by(9))
	switch {
	case err != nil:
		return "refused"
	case len(events) == 0:
		return "as it is"
	}
	return strings.Join(differences(was, o), ", ")
}

// differences says what of an order's first task is another now.
func differences(was, is order.Order) (all []string) {
	a, b := was.Tasks[0], is.Tasks[0]
	for what, changed := range []bool{
		b.State != a.State, b.Recalls > a.Recalls, b.Waste && !a.Waste, b.Acknowledged && !a.Acknowledged,
		!b.SeenAt.IsZero() && a.SeenAt.IsZero() && b.State == a.State, b.Station != a.Station, len(is.Tasks) > len(was.Tasks),
	} {
		if changed {
			all = append(all, []string{string(b.State), "marked", "waste", "acknowledged", "confirmed", "at the other station", "and made anew"}[what])
		}
	}
	return all
}
