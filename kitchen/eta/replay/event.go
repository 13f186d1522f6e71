package replay

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// maxSeconds bounds times: 3,000 years on either side of the origin.
const maxSeconds = 1e11

// An event is one line of input, whatever way it was written.
type event struct {
	kind string
	at   float64 // seconds
	body
}

// body is what the events say; each has some of it.
type body struct {
	T     *float64 `json:"t"`
	Order text     `json:"order"`
	Line  *text    `json:"line"`
	Lines []line   `json:"lines"`
	Items []item   `json:"items"`
	Slots slots    `json:"slots"`
	Quote bool     `json:"quote"`

	ID json.RawMessage `json:"id"` // of a query: goes back as it came
}

type line struct {
	ID       text `json:"id"`
	Line     text `json:"line"`
	Item     text `json:"item"`
	Qty      int  `json:"qty"`
	Quantity int  `json:"quantity"`
	Course   int  `json:"course"`
}

type item struct {
	ID      text    `json:"id"`
	Item    text    `json:"item"`
	Station text    `json:"station"`
	Prep    float64 `json:"prep_s"` // seconds
}

// envelope finds the type of an event that is written as
// {"type":"bump",...}, and the event in {"bump":{...}}.
type envelope struct {
	Type  json.RawMessage `json:"type"`
	Event json.RawMessage `json:"event"`
	Ev    json.RawMessage `json:"ev"`
	Kind  json.RawMessage `json:"kind"`
	body
}

// parse reads one line.
func parse(text []byte) (event, error) {
	var e envelope
	if err := json.Unmarshal(text, &e); err != nil {
		return event{}, err
	}
	for _, name := range []json.RawMessage{e.Type, e.Event, e.Ev, e.Kind} {
		var kind string
		if len(name) > 0 && json.Unmarshal(name, &kind) == nil && kind != "" {
			return newEvent(kind, e.body)
		}
	}
	return parseNamed(text, e.body)
}

// parseNamed reads {"bump":{...},"t":1}: the time may be within or beside.
func parseNamed(text []byte, outer body) (event, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return event{}, err
	}
	kind := ""
	for name := range fields {
		if _, ok := verbs[name]; ok && kind != "" {
			return event{}, fmt.Errorf("both %q and %q: one event a line", min(kind, name), max(kind, name))
		} else if ok {
			kind = name
		}
	}
	if kind == "" {
		return event{}, errors.New(`no type: write {"type":"bump",...} or {"bump":{...},"t":...}`)
	}
	found := body{T: outer.T}
	if inner := fields[kind]; bytes.HasPrefix(inner, []byte("{")) {
		if err := json.Unmarshal(inner, &found); err != nil {
			return event{}, err
		}
	}
	return newEvent(kind, found)
}

func newEvent(kind string, b body) (event, error) {
	e := event{kind: strings.ToLower(kind), body: b}
	if b.T == nil {
		return e, nil
	}
	if e.at = *b.T; math.Abs(e.at) > maxSeconds {
		return e, fmt.Errorf("t is %v: a time is within %g seconds of 0", e.at, float64(maxSeconds))
	}
	return e, nil
}

// clock turns seconds into a time, to the millisecond.
func clock(seconds float64) time.Time { return time.UnixMilli(int64(math.Round(1000 * seconds))).UTC() }

// text is a name: a JSON string or number.
type text string

// UnmarshalJSON reads a string or a number; null is no name.
func (t *text) UnmarshalJSON(data []byte) error {
	var s string
	switch {
	case bytes.Equal(data, []byte("null")):
	case data[0] == '"':
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
	default:
		var n json.Number
		if err := json.Unmarshal(data, &n); err != nil {
			return fmt.Errorf("%s is neither a text nor a number", data)
		}
		s = n.String()
	}
	*t = text(s)
	return nil
}

// slots is how many units each station works on at a time; under "", of all.
type slots map[string]int

// UnmarshalJSON reads a number for all stations, or one for each.
func (s *slots) UnmarshalJSON(data []byte) error {
	var each map[string]int
	if data[0] == '{' {
		if err := json.Unmarshal(data, &each); err != nil {
			return err
		}
		*s = each
		return nil
	}
	var all *int
	if err := json.Unmarshal(data, &all); err != nil {
		return fmt.Errorf("slots is %s: give a number, or a number for each station", data)
	}
	if all != nil {
		*s = slots{"": *all}
	}
	return nil
}

func (s slots) of(station string) int {
	if n, ok := s[station]; ok {
		return n
	}
	return s[""]
}
