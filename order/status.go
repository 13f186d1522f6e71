package order

import (
	"slices"
	"strings"
	"time"

	"orderup/fault"
)

// A Status says how far an order is.
type Status string

// The statuses of an order. The first four are passed in this order.
const (
	Pending    Status = "pending"     // accepted, nobody cooks it yet
	InProgress Status = "in_progress" // being cooked
	Ready      Status = "ready"       // waits to be picked up
	Completed  Status = "completed"   // handed over
	Cancelled  Status = "cancelled"   // will not be made
)

// Statuses lists every status, in the order of an order's life.
var Statuses = []Status{Pending, InProgress, Ready, Completed, Cancelled}

// RecallWindow is how long after the handover a completed order can be reopened.
const RecallWindow = 30 * time.Minute

// A Move is the name of a change of status, in the words of a kitchen.
type Move string

// The moves.
const (
	Start    Move = "start"
	Finish   Move = "finish"
	HandOver Move = "hand over"
	Recall   Move = "recall"
	Reopen   Move = "reopen"
	Cancel   Move = "cancel"
)

// An Arrow is one change of status that the kitchen knows.
type Arrow struct {
	From, To Status
	Move     Move
	Message  string // what the guest is told, unless somebody words it better
}

// Arrows is the table of all changes of status; there are no others.
var Arrows = []Arrow{
	{Pending, InProgress, Start, "Your order is being prepared"},
	{InProgress, Ready, Finish, "Your order is ready"},
	{Ready, Completed, HandOver, "Your order was picked up. Enjoy!"},
	{Ready, InProgress, Recall, "Your order is back in the kitchen for a moment"},
	{Completed, Ready, Reopen, "Your order is waiting to be picked up"},
	{Pending, Cancelled, Cancel, "Your order was cancelled"},
	{InProgress, Cancelled, Cancel, "Your order was cancelled"},
	{Ready, Cancelled, Cancel, "Your order was cancelled"},
}

// placedMessage is what the guest is told first.
const placedMessage = "We have received your order"

// ParseStatus reads a status in any common spelling: in_progress, IN_PROGRESS,
// inProgress, "in progress". It returns an Invalid fault "order.status" for
// any other word.
func ParseStatus(text string) (Status, error) {
	for _, s := range Statuses {
		if squash(text) == squash(string(s)) {
			return s, nil
		}
	}
	return "", fault.Invalid("order.status", "status must be one of %s", statusList())
}

// Open reports whether an order with status s is still somebody's work.
func (s Status) Open() bool { return s != Completed && s != Cancelled }

// Arrow returns the arrow from s to next; false if the table has none.
func (s Status) Arrow(next Status) (Arrow, bool) {
	for _, a := range Arrows {
		if a.From == s && a.To == next {
			return a, true
		}
	}
	return Arrow{}, false
}

// Path returns the arrows that lead from s to next without changing direction:
// forward through every step, back through recall and reopen, or straight to
// cancelled. It is empty when s is next already, and false when there is none.
func (s Status) Path(next Status) ([]Arrow, bool) {
	if s == next {
		return nil, true
	}
	if a, ok := s.Arrow(next); ok {
		return []Arrow{a}, true
	}
	from, to := slices.Index(mainLine, s), slices.Index(mainLine, next)
	if from < 0 || to < 0 {
		return nil, false
	}
	step := 1
	if to < from {
		step = -1
	}
	var path []Arrow
	for i := from; i != to; i += step {
		a, ok := mainLine[i].Arrow(mainLine[i+step])
		if !ok {
			return nil, false
		}
		path = append(path, a)
	}
	return path, true
}

// mainLine is the way of an order that is not cancelled.
var mainLine = []Status{Pending, InProgress, Ready, Completed}

func squash(s string) string { return separators.Replace(strings.ToLower(s)) }

var separators = strings.NewReplacer("_", "", "-", "", " ", "")

func statusList() string {
	words := make([]string, len(Statuses))
	for i, s := range Statuses {
		words[i] = string(s)
	}
	return strings.Join(words, ", ")
}
