package reliability

import (
	"fmt"

	"github.com/anishathalye/porcupine"
)

// What clients ask of an order, and what they are told.
type (
	// question is one of: create the order of a name, once; get it; set its status if it has a version.
	question struct {
		name     string // of the order; each is a history of its own
		kind     string // "create", "get", "set"
		status   string
		expected int64
	}
	// outcome is what the server said; unknown when it died before it said anything.
	outcome struct {
		unknown bool
		refused bool // the order has another version, which is the one here
		version int64
		status  string
	}
	// register is an order as far as it matters here; version 0 when there is none.
	register struct {
		version int64
		status  string
	}
)

// orderModel is the specification: what one order does when it is asked one question at a time.
var orderModel = porcupine.Model{
	Partition: byName,
	Init:      func() any { return register{} },
	Step: func(state, input, output any) (bool, any) {
		right, next := state.(register).ask(input.(question))
		told := output.(outcome)
		return told.unknown || told == right, next
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%+v -> %+v", input, output) },
}

// ask returns the right answer, and the order after it. An answer that nobody got may be put after everything else:
// there it is as good as a question that was never carried out.
func (r register) ask(q question) (outcome, register) {
	switch {
	case q.kind == "create" && r.version == 0:
		r = register{1, "pending"}
		return outcome{version: 1, status: "pending"}, r
	case q.kind == "create": // under the same key: the answer of that time
		return outcome{version: 1, status: "pending"}, r
	case q.kind == "set" && q.expected != r.version:
		return outcome{refused: true, version: r.version, status: r.status}, r
	case q.kind == "set":
		r = register{r.version + steps(r.status, q.status), q.status}
	}
	return outcome{version: r.version, status: r.status}, r
}

// steps is how many events a change of status leaves: every step between has one.
func steps(from, to string) int64 {
	switch {
	case from == to:
		return 0
	case from == "pending" && to == "ready":
		return 2
	}
	return 1
}

func byName(history []porcupine.Operation) [][]porcupine.Operation {
	parts := map[string][]porcupine.Operation{}
	for _, o := range history {
		name := o.Input.(question).name
		parts[name] = append(parts[name], o)
	}
	var all [][]porcupine.Operation
	for _, part := range parts {
		all = append(all, part)
	}
	return all
}
