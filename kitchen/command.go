package kitchen

import (
	"fmt"
	"slices"
	"time"

	"orderup/fault"
	"orderup/menu"
	"orderup/order"
)

// The verbs of the kitchen.
const (
	Start       order.Verb = "start"       // begin tasks
	Bump        order.Verb = "bump"        // tasks are done
	Undo        order.Verb = "undo"        // a bump that was a mis-tap
	Recall      order.Verb = "recall"      // a bumped task has to be worked on again
	Fire        order.Verb = "fire"        // held tasks become work now
	Hold        order.Verb = "hold"        // queued tasks are no work for now
	Refire      order.Verb = "refire"      // cook it again
	Void        order.Verb = "void"        // withdraw it
	Acknowledge order.Verb = "acknowledge" // the kitchen knows of a void or an add-on
	Rush        order.Verb = "rush"        // first of all
	Unrush      order.Verb = "unrush"      // like everybody else again
	Pass        order.Verb = "pass"        // order up: the expo sends it out
	Seen        order.Verb = "seen"        // a screen shows the tickets
	Reroute     order.Verb = "move"        // to another station
	Add         order.Verb = "add"         // more lines
	Release     order.Verb = "release"     // the grace is over: the guest is told
	Alarm       order.Verb = "alarm"       // no screen has confirmed a ticket
)

// A rule of a verb changes one task; it reports whether anything has changed,
// and refuses what the task's state forbids.
type rule func(*work, *order.Task) (bool, error)

// verbs is the table of what can be done to tasks, by people and by the house.
var verbs = map[order.Verb]rule{
	Start: start, Bump: bump, Undo: undo, Recall: recall, Fire: fire, Hold: hold, Refire: refire, Void: void,
	Acknowledge: acknowledge, Seen: see, Reroute: reroute, Alarm: alarm,
}

// Verbs lists what people may ask for.
var Verbs = []order.Verb{Start, Bump, Undo, Recall, Fire, Hold, Refire, Void, Acknowledge, Rush, Unrush, Pass, Seen, Reroute}

// A Command says what to do with tasks of an order: those that are named, or
// those of the named lines, or all of a station, or all.
type Command struct {
	Verb     order.Verb     `json:"verb"`
	Station  menu.StationID `json:"station,omitzero"`
	Tasks    []order.TaskID `json:"tasks,omitzero"`
	Lines    []order.LineID `json:"lines,omitzero"`
	Quantity int            `json:"quantity,omitzero"` // of a bump, recall or void of a part; 0 means all
	Course   int            `json:"course,omitzero"`   // of a fire
	To       menu.StationID `json:"to,omitzero"`       // of a move
	Reason   string         `json:"reason,omitzero"`   // of a refire or a void
	Force    bool           `json:"force,omitzero"`    // of a pass: also with tasks that are not done
	Expected int64          `json:"expected,omitzero"` // the version of the order that the caller saw; 0 when it does not care
	At       time.Time      `json:"at,omitzero"`       // of the tap, when it arrives later
}

// reasonMax is how many characters a reason may have.
const reasonMax = 80

// Check tidies c, in which All stands for no station in particular, and returns an Invalid fault for what is not acceptable.
func (c *Command) Check() (err error) {
	if !slices.Contains(Verbs, c.Verb) {
		return fault.Malformed("kitchen.verb", "there is no %q in a kitchen: use one of %v", c.Verb, Verbs).At("verb")
	}
	if c.Reason, err = order.CleanText("reason", c.Reason, 0, reasonMax); err != nil {
		return err
	}
	if c.Station == All {
		c.Station = ""
	}
	switch {
	case c.Verb == Refire && c.Reason == "":
		return fault.Invalid("kitchen.reason", "say why it has to be cooked again").At("reason")
	case c.Verb == Reroute && c.To == "":
		return fault.Invalid("kitchen.to", "say which station it moves to").At("to")
	case c.Quantity < 0 || c.Quantity > order.MaxQuantity:
		return fault.Invalid("kitchen.quantity", "a quantity must be 0 (all) to %d", order.MaxQuantity).At("quantity")
	case c.Course < 0 || c.Course > order.MaxCourses:
		return fault.Invalid("order.course", "a course must be 1 to %d", order.MaxCourses).At("course")
	case len(c.Tasks) > maxNamed || len(c.Lines) > maxNamed:
		return fault.Invalid("kitchen.tasks", "a command names at most %d tasks", maxNamed).At("tasks")
	}
	return nil
}

const maxNamed = 500

// A work is a command that is being carried out on an order.
type work struct {
	Command
	setup   Setup
	order   *order.Order
	now     time.Time // by the server's clock
	at      time.Time // of the tap
	version int64     // of the order once the command has taken effect
	changed []order.TaskID
	added   []order.Task
}

// Do carries out a command on o and returns its events: none when everything
// is as wanted already. It returns a Conflict fault "kitchen.cancelled",
// "kitchen.window", "kitchen.state", "kitchen.stale" or "kitchen.last", a
// NotFound fault "kitchen.task" or "kitchen.station", and o is as it was then.
func Do(o *order.Order, c Command, s Setup, by order.Change) ([]order.Event, error) {
	draft := *o
	draft.Own()
	w := &work{Command: c, setup: s, order: &draft, now: by.At, at: tap(c.At, by.At), version: o.Version + 1}
	if err := w.admit(); err != nil {
		return nil, err
	}
	if err := w.carryOut(); err != nil {
		return nil, err
	}
	events := w.settle(by)
	if len(events) > 0 {
		*o = draft
	}
	return events, nil
}

// AddLines adds lines to an order that is at work or ready already, and returns
// its events. They are numbered to go on after the order's. It returns a
// Conflict fault as Do does, or an Invalid fault "order.items" when they are too
// many.
func AddLines(o *order.Order, lines []order.Line, s Setup, by order.Change) ([]order.Event, error) {
	draft := *o
	draft.Own()
	w := &work{Command: Command{Verb: Add}, setup: s, order: &draft, now: by.At, at: by.At, version: o.Version + 1}
	if err := w.admit(); err != nil {
		return nil, err
	}
	if len(o.Lines)+len(lines) > order.MaxLines {
		return nil, fault.Invalid("order.items", "an order has 1 to %d items", order.MaxLines).At("items")
	}
	draft.Lines = append(slices.Clone(o.Lines), lines...)
	draft.Total = order.Total(draft.Lines)
	for _, t := range s.Route(lines, draft.Work, by.At, w.version) {
		t.AddOn = true
		draft.Tasks = append(draft.Tasks, t)
		w.changed = append(w.changed, t.ID)
	}
	*o = draft
	w.order = o
	return w.settle(by), nil
}

// tapMax is how old a tap may be: longer than a screen is ever without a
// network during a service.
const tapMax = 12 * time.Hour

// tap is the time of a tap, which is neither in the future nor too long ago.
func tap(at, now time.Time) time.Time {
	if at.IsZero() || at.After(now) || now.Sub(at) > tapMax {
		return now
	}
	return at
}

// admit refuses what an order that is over does not allow.
func (w *work) admit() error {
	o := w.order
	switch {
	case w.Verb == Acknowledge || w.Verb == Seen:
		return nil
	case o.Status == order.Cancelled:
		return fault.Conflict("kitchen.cancelled", "order %s was cancelled at %s", o.Number, o.UpdatedAt.Format(time.RFC3339))
	case o.Status == order.Completed && w.at.Sub(o.CompletedAt) > order.RecallWindow:
		return fault.Conflict("kitchen.window", "order %s was handed over more than %d minutes ago", o.Number, int(order.RecallWindow.Minutes()))
	}
	return nil
}

// carryOut changes the tasks, or the order when the verb is about that.
func (w *work) carryOut() error {
	switch w.Verb {
	case Rush:
		return w.mark(&w.order.RushAt, w.at)
	case Unrush:
		return w.mark(&w.order.RushAt, time.Time{})
	case Pass:
		return w.pass()
	case Release:
		return nil
	}
	if err := w.checkTo(); err != nil {
		return err
	}
	chosen, err := w.choose()
	if err != nil {
		return err
	}
	for _, i := range chosen {
		if err := w.change(&w.order.Tasks[i]); err != nil {
			return err
		}
	}
	w.order.Tasks = append(w.order.Tasks, w.added...)
	return w.keepOne()
}

func (w *work) checkTo() error {
	if _, ok := w.setup.Station(w.To); w.Verb == Reroute && !ok {
		return fault.NotFound("kitchen.station", "there is no station %q", w.To).At("to")
	}
	return nil
}

// mark sets or clears one time of the order.
func (w *work) mark(what *time.Time, at time.Time) error {
	if what.IsZero() != at.IsZero() {
		*what = at
		w.changed = append(w.changed, "")
	}
	return nil
}

// choose returns the places of the tasks that the command is about.
func (w *work) choose() (chosen []int, err error) {
	for _, id := range w.Tasks {
		if w.order.Task(id) == nil {
			return nil, fault.NotFound("kitchen.task", "order %s has no task %s", w.order.Number, id).At("tasks")
		}
	}
	for _, id := range w.Lines {
		if w.order.Line(id) == nil {
			return nil, fault.NotFound("kitchen.task", "order %s has no item %s", w.order.Number, id).At("lines")
		}
	}
	for i, t := range w.order.Tasks {
		if w.means(t) {
			chosen = append(chosen, i)
		}
	}
	return chosen, nil
}

// means reports whether the command is about t.
func (w *work) means(t order.Task) bool {
	switch {
	case len(w.Tasks) > 0:
		return slices.Contains(w.Tasks, t.ID)
	case len(w.Lines) > 0:
		return slices.Contains(w.Lines, t.Line) && (w.Station == "" || w.Station == t.Station)
	case w.Course > 0:
		return max(t.Course, 1) == w.Course && (w.Station == "" || w.Station == t.Station)
	}
	return w.Station == "" || w.Station == t.Station
}

// named reports whether the caller has said which tasks he means: then one that
// cannot be changed is refused, and otherwise left as it is.
func (w *work) named() bool { return len(w.Tasks) > 0 }

// change changes one task by the verb's rule.
func (w *work) change(t *order.Task) error {
	was := *t
	changed, err := verbs[w.Verb](w, t)
	switch {
	case err != nil && !w.named():
		*t = was
		return nil
	case err != nil:
		return err
	case !changed:
		return nil
	case w.Expected > 0 && was.Version > w.Expected:
		return fault.Conflict("kitchen.stale", "task %s of order %s has changed since you saw it: look at it again", t.ID, w.order.Number)
	}
	if w.isNews(was, *t) {
		t.Version = w.version
	}
	w.changed = append(w.changed, t.ID)
	return nil
}

// isNews reports whether a cook who has not seen this change could be mistaken
// about the task. That a screen has confirmed it, or has not, is no news: a tap
// from a screen that was away in between is as good as ever.
func (w *work) isNews(was, is order.Task) bool {
	return w.Verb != Seen && (w.Verb != Alarm || is.Station != was.Station)
}

// keepOne refuses to void the last of an order.
func (w *work) keepOne() error {
	left := slices.ContainsFunc(w.order.Tasks, func(t order.Task) bool { return t.State != order.Voided })
	if w.Verb == Void && len(w.changed) > 0 && !left {
		return fault.Conflict("kitchen.last", "nothing would be left of order %s: cancel it instead", w.order.Number)
	}
	return nil
}

func refuse(w *work, t *order.Task, what string) error {
	return fault.Conflict("kitchen.state", "task %s of order %s is %s and cannot be %s", t.ID, w.order.Number, t.State, what)
}

// describe is what the guest and the log are told of a command.
func (c Command) describe(n order.Number) string {
	if c.Station != "" {
		return fmt.Sprintf("%s: %s at %s", n, c.Verb, c.Station)
	}
	return fmt.Sprintf("%s: %s", n, c.Verb)
}
