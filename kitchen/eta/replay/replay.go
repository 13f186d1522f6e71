// Package replay feeds an estimator from lines of text: events come in, one
// JSON object a line, and each query is answered by a line. It is what
// orderup eta-replay runs, and how a kitchen's log is scored. The form of the
// lines is in docs/ready-time.md.
package replay

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"orderup/kitchen/eta"
)

// MaxLine bounds a line of input, in bytes.
const MaxLine = 1 << 20

// ErrMalformed says that a line of input cannot be understood; the error that
// wraps it names the line.
var ErrMalformed = errors.New("malformed line")

// A kitchen is the estimator with what the protocol needs besides.
type kitchen struct {
	*eta.Estimator
	lines  map[string][]eta.Line // of the orders, to find a line by its index
	now    float64               // seconds; events without a time happen at that of the one before
	out    *bufio.Writer
	remark func(string)
}

// verbs are the types of event. Those that the protocol does not need, and a
// kitchen's log has, are understood too.
var verbs = map[string]func(*kitchen, event) error{
	"menu":   (*kitchen).menu,
	"newday": func(k *kitchen, e event) error { k.NewDay(clock(e.at)); return nil },
	"create": (*kitchen).create,
	"add":    (*kitchen).add,
	"fire":   onLine(func(k *kitchen, order, line string, at time.Time) { k.Fire(order, line, at, eta.Teaches) }),
	"start":  func(*kitchen, event) error { return nil }, // nothing is to be learned from it
	"bump":   onLine(func(k *kitchen, order, line string, at time.Time) { k.Bump(order, line, at, eta.Teaches) }),
	"unbump": onLine(func(k *kitchen, order, line string, at time.Time) { k.Unbump(order, line, at) }),
	"void":   onLine(func(k *kitchen, order, line string, at time.Time) { k.Void(order, line, at) }),
	"ready":  onOrder(func(k *kitchen, order string, at time.Time) { k.Ready(order, at, eta.Teaches) }),
	"recall": onOrder(func(k *kitchen, order string, at time.Time) { k.Recall(order, at) }),
	"cancel": onOrder(func(k *kitchen, order string, at time.Time) { k.Cancel(order, at) }),
	"query":  (*kitchen).query,
}

// Run reads events until in ends, and writes the answers to out, each at once.
// Events of unknown types are skipped with a remark. It returns an error that
// wraps ErrMalformed for a line that is no event.
func Run(in io.Reader, out io.Writer, remark func(string)) error {
	k := &kitchen{Estimator: eta.New(eta.Config{}), lines: map[string][]eta.Line{}, out: bufio.NewWriter(out), remark: remark}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, MaxLine)
	number := 0
	for lines.Scan() {
		number++
		if len(lines.Bytes()) == 0 {
			continue
		}
		if err := k.read(lines.Bytes()); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("line %d: %w: longer than %d bytes", number+1, ErrMalformed, MaxLine)
	}
	return lines.Err()
}

// read carries out one line.
func (k *kitchen) read(text []byte) error {
	e, err := parse(text)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if e.T == nil {
		e.at = k.now
	}
	k.now = e.at
	verb, ok := verbs[e.kind]
	if !ok {
		k.remark(fmt.Sprintf("an event of type %q is skipped", e.kind))
		return nil
	}
	return verb(k, e)
}

// menu configures the estimator.
func (k *kitchen) menu(e event) error {
	c := eta.Config{Stations: map[string]eta.StationConfig{}, Items: map[string]eta.ItemConfig{}}
	for _, i := range e.Items {
		id := firstOf(i.ID, i.Item)
		if id == "" {
			return fmt.Errorf("%w: an item of the menu has no id", ErrMalformed)
		}
		c.Items[id] = eta.ItemConfig{Station: string(i.Station), Prep: time.Duration(min(max(i.Prep, 0), 24*3600) * float64(time.Second))}
		c.Stations[string(i.Station)] = eta.StationConfig{Slots: e.Slots.of(string(i.Station))}
	}
	k.Configure(c)
	return nil
}

func (k *kitchen) create(e event) error {
	if e.Order == "" {
		return fmt.Errorf("%w: create needs order", ErrMalformed)
	}
	k.lines[string(e.Order)] = toLines(e.Lines, 0)
	k.Create(string(e.Order), k.lines[string(e.Order)], clock(e.at))
	return nil
}

// add adds lines to an order; their indices go on from those it has.
func (k *kitchen) add(e event) error {
	order := string(e.Order)
	added := toLines(e.Lines, len(k.lines[order]))
	k.lines[order] = append(k.lines[order], added...)
	k.AddLines(order, added, clock(e.at))
	return nil
}

// toLines names lines that have no id by their index.
func toLines(lines []line, from int) []eta.Line {
	all := make([]eta.Line, len(lines))
	for i, l := range lines {
		id := firstOf(l.ID, l.Line)
		if id == "" {
			id = index(from + i)
		}
		all[i] = eta.Line{ID: id, Item: string(l.Item), Quantity: max(l.Qty, l.Quantity), Course: l.Course}
	}
	return all
}

// index is an id that nobody gives to a line.
func index(i int) string { return "\x00" + strconv.Itoa(i) }

func firstOf(a, b text) string {
	if a != "" {
		return string(a)
	}
	return string(b)
}

// find returns the id of the line that an event is about: an id that was
// given to it, or its index.
func (k *kitchen) find(e event) string {
	named := string(*e.Line)
	lines := k.lines[string(e.Order)]
	for _, l := range lines {
		if l.ID == named {
			return named
		}
	}
	if i, err := strconv.Atoi(named); err == nil && i >= 0 && i < len(lines) {
		return lines[i].ID
	}
	return named
}

func onLine(do func(k *kitchen, order, line string, at time.Time)) func(*kitchen, event) error {
	return func(k *kitchen, e event) error {
		if e.Order == "" {
			return fmt.Errorf("%w: %s needs order", ErrMalformed, e.kind)
		}
		if e.Line == nil {
			k.remark(fmt.Sprintf("a %s of order %s names no line and is skipped", e.kind, e.Order))
			return nil
		}
		do(k, string(e.Order), k.find(e), clock(e.at))
		return nil
	}
}

func onOrder(do func(k *kitchen, order string, at time.Time)) func(*kitchen, event) error {
	return func(k *kitchen, e event) error {
		if e.Order == "" {
			return fmt.Errorf("%w: %s needs order", ErrMalformed, e.kind)
		}
		do(k, string(e.Order), clock(e.at))
		return nil
	}
}
