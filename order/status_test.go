package order_test

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"orderup/fault"
	"orderup/order"
)

var update = flag.Bool("update", false, "write the documents that tests compare")

func TestParseStatus(t *testing.T) {
	for text, want := range map[string]order.Status{
		"pending": order.Pending, "PENDING": order.Pending, "in_progress": order.InProgress, "IN_PROGRESS": order.InProgress,
		"inProgress": order.InProgress, "In-Progress": order.InProgress, "in progress": order.InProgress,
		"Ready": order.Ready, "completed": order.Completed, "CANCELLED": order.Cancelled,
	} {
		if got, err := order.ParseStatus(text); err != nil || got != want {
			t.Errorf("ParseStatus(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "done", "pendingg", "null"} {
		if got, err := order.ParseStatus(text); !errors.Is(err, fault.KindInvalid) {
			t.Errorf("ParseStatus(%q) = %q, %v, want an Invalid fault", text, got, err)
		}
	}
}

// model is the kitchen's rule book written down a second time, on its own: for
// each status, the statuses a call may ask for and the events that leaves.
var model = map[order.Status]map[order.Status]string{
	order.Pending:    {order.Pending: "", order.InProgress: "i", order.Ready: "ir", order.Completed: "irc", order.Cancelled: "x"},
	order.InProgress: {order.InProgress: "", order.Ready: "r", order.Completed: "rc", order.Cancelled: "x"},
	order.Ready:      {order.Ready: "", order.InProgress: "i", order.Completed: "c", order.Cancelled: "x"},
	order.Completed:  {order.Completed: "", order.Ready: "r", order.InProgress: "ri"},
	order.Cancelled:  {order.Cancelled: ""},
}

// TestMovesAgreeWithTheModel asks a million random calls of random orders and
// compares each with the model, counting versions and events.
func TestMovesAgreeWithTheModel(t *testing.T) {
	t.Parallel()
	const steps = 1_000_000
	random := rand.New(rand.NewPCG(2026, 11))
	start := time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)
	o, moved := fresh(start), 0
	for i := range steps {
		if i%20 == 0 {
			o = fresh(start)
		}
		before, next := o, order.Statuses[random.IntN(len(order.Statuses))]
		now := start.Add(time.Duration(random.IntN(60)) * time.Minute)
		events, err := o.MoveTo(next, order.Change{By: "test", At: now})
		want, allowed := model[before.Status][next]
		if before.Status == order.Completed && want != "" && now.Sub(before.CompletedAt) > order.RecallWindow {
			allowed = false
		}
		if problem := compare(before, o, events, err, want, allowed); problem != "" {
			t.Fatalf("step %d: %s -> %s: %s", i, before.Status, next, problem)
		}
		moved += len(events)
	}
	if moved < steps/10 {
		t.Errorf("only %d moves in %d steps: the test hardly tests anything", moved, steps)
	}
}

// compare says how a call differs from what the model wants; empty if it does not.
func compare(before, after order.Order, events []order.Event, err error, want string, allowed bool) string {
	if !allowed {
		if !errors.Is(err, fault.KindConflict) || after.Version != before.Version || after.Status != before.Status {
			return fmt.Sprintf("not refused: %v, now %s v%d", err, after.Status, after.Version)
		}
		return ""
	}
	var got strings.Builder
	version, status := before.Version, before.Status
	for _, e := range events {
		version++
		if e.From != status || e.Order.Version != version || e.Message == "" {
			return fmt.Sprintf("event %+v does not follow %s v%d", e, status, version-1)
		}
		status = e.Order.Status
		got.WriteString(map[order.Status]string{order.InProgress: "i", order.Ready: "r", order.Completed: "c", order.Cancelled: "x"}[status])
	}
	if err != nil || got.String() != want || after.Version != version || after.Status != status {
		return fmt.Sprintf("events %q, want %q; now %s v%d, %v", got.String(), want, after.Status, after.Version, err)
	}
	return ""
}

func fresh(at time.Time) order.Order {
	o, _ := order.Place(order.Draft{Customer: "Ines", Lines: []order.Line{{Name: "Fries", Price: 350, Quantity: 1}}},
		order.Slip{ID: "o1", Number: 1, Currency: "EUR"}, order.Change{By: "test", At: at})
	return o
}

func TestTheMessageOfACallGoesWithItsLastStep(t *testing.T) {
	o := fresh(time.Now())
	events, err := o.MoveTo(order.Ready, order.Change{At: time.Now(), Message: "Table 4, come and get it"})
	if err != nil || len(events) != 2 {
		t.Fatalf("events %v, %v", events, err)
	}
	if events[0].Message == events[1].Message || events[1].Message != "Table 4, come and get it" {
		t.Errorf("messages %q, %q", events[0].Message, events[1].Message)
	}
}

func TestCancellingKeepsTheReason(t *testing.T) {
	o := fresh(time.Now())
	if _, err := o.MoveTo(order.Cancelled, order.Change{At: time.Now(), Reason: order.SoldOut}); err != nil || o.Reason != order.SoldOut {
		t.Errorf("reason %q, %v", o.Reason, err)
	}
}

// TestStateMachineDocument keeps docs/state-machine.md equal to the table; run
// it with -update after changing the table.
func TestStateMachineDocument(t *testing.T) {
	const path = "../docs/state-machine.md"
	want := stateMachine()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s does not say what order/status.go says: run go test ./order -update", path)
	}
}

func stateMachine() string {
	var b strings.Builder
	b.WriteString("# The statuses of an order\n\nWritten by `go test ./order -update` from the table in `order/status.go`.\n\n```mermaid\nstateDiagram-v2\n    [*] --> pending: place\n")
	for _, a := range order.Arrows {
		fmt.Fprintf(&b, "    %s --> %s: %s\n", a.From, a.To, a.Move)
	}
	b.WriteString("```\n\n| from | to | move | what the guest is told |\n| --- | --- | --- | --- |\n")
	for _, a := range order.Arrows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", a.From, a.To, a.Move, a.Message)
	}
	fmt.Fprintf(&b, "\nA call may ask for any status further along; every step between is recorded as an event of its own:\n\n| asked for while | %s |\n| --- |%s\n",
		strings.Join(words(order.Statuses), " | "), strings.Repeat(" --- |", len(order.Statuses)))
	for _, from := range order.Statuses {
		fmt.Fprintf(&b, "| **%s** |", from)
		for _, to := range order.Statuses {
			fmt.Fprintf(&b, " %s |", way(from, to))
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "\nA completed order can be reopened for %d minutes; after that, and wherever the table says \"refused\", the answer is 409 and nothing changes.\n", int(order.RecallWindow.Minutes()))
	return b.String()
}

// way describes what a call from one status to another does.
func way(from, to order.Status) string {
	path, ok := from.Path(to)
	if !ok {
		return "refused"
	}
	if len(path) == 0 {
		return "nothing to do"
	}
	var moves []string
	for _, a := range path {
		moves = append(moves, string(a.Move))
	}
	return strings.Join(moves, ", ")
}

func words(statuses []order.Status) (out []string) {
	for _, s := range statuses {
		out = append(out, string(s))
	}
	return out
}
