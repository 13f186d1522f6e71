package reliability

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Step is one event: an order reached a version.
type Step struct {
	Order   string
	Version int64
}

// Follower reads the stream of all events and comes back after every break, with the place it had reached.
type Follower struct {
	House     *House
	Forgetful bool // comes back without its place: a control, which must miss events

	Seen   []Step // every event received, in the order of arrival
	Breaks int    // connections that ended
	place  string // cursor of the last event
}

// errSeenEnough ends a stream from the reader's side.
var errSeenEnough = errors.New("seen enough")

// Follow reads until it has been sent a step that enough accepts, however many connections that takes. It fails when
// ctx ends, or when the server says that it cannot go on from the place it was told.
func (f *Follower) Follow(ctx context.Context, enough func(Step) bool) error {
	for {
		url, err := f.House.URL(ctx)
		if err != nil {
			return err
		}
		err = f.connect(ctx, url, enough)
		switch {
		case errors.Is(err, errSeenEnough):
			return nil
		case errors.Is(err, errHole), ctx.Err() != nil:
			return fmt.Errorf("follow all events: %w", err)
		}
		f.Breaks++
	}
}

func (f *Follower) connect(ctx context.Context, url string, enough func(Step) bool) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/events", nil)
	if err != nil {
		return err
	}
	if f.place != "" && !f.Forgetful {
		req.Header.Set("Last-Event-ID", f.place)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the event stream was answered %s", resp.Status)
	}
	return readEvents(resp.Body, func(e event) error { return f.take(e, enough) })
}

// errHole is the server's word that events were missed: it must not come while the log still has them.
var errHole = errors.New("the server cannot go on from the place it gave out")

func (f *Follower) take(e event, enough func(Step) bool) error {
	var payload struct {
		Order Ack `json:"order"`
	}
	if e.name == "resync" {
		return errHole
	}
	if err := json.Unmarshal([]byte(e.data), &payload); err != nil || payload.Order.ID == "" || e.id == "" {
		return fmt.Errorf("%w: the event %s %q tells of no order: %.200s", errHole, e.name, e.id, e.data)
	}
	step := Step{payload.Order.ID, payload.Order.Version}
	f.Seen, f.place = append(f.Seen, step), e.id
	if enough(step) {
		return errSeenEnough
	}
	return nil
}

// event is one of a stream of server-sent events.
type event struct{ id, name, data string }

// readEvents hands over every complete event until take fails or the stream ends, and returns why. A stream always
// ends with an error: io.ErrUnexpectedEOF in the middle of an event, io.EOF between two.
// The format is https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream, with "\n" alone.
func readEvents(r io.Reader, take func(event) error) error {
	var e event
	for lines := bufio.NewReader(r); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			if line != "" || e != (event{}) {
				return io.ErrUnexpectedEOF
			}
			return err
		}
		if line == "\n" {
			if e.data != "" {
				if err := take(e); err != nil {
					return err
				}
			}
			e = event{}
			continue
		}
		e.field(strings.TrimSuffix(line, "\n"))
	}
}

func (e *event) field(line string) {
	name, value, _ := strings.Cut(line, ":")
	value = strings.TrimPrefix(value, " ")
	switch name {
	case "id":
		e.id = value
	case "event":
		e.name = value
	case "data":
		e.data += value
	}
}

// CompareSteps holds what a follower saw against the log. It returns what is wrong in a sentence, or nothing when the
// follower saw every step of the log between its first and its last, once and in order.
func CompareSteps(seen, log []Step) string {
	if len(seen) == 0 {
		return "the follower saw nothing"
	}
	first, last := slices.Index(log, seen[0]), slices.Index(log, seen[len(seen)-1])
	if first < 0 || last < first {
		return fmt.Sprintf("the follower saw %+v first and %+v last, which is not in the log like that", seen[0], seen[len(seen)-1])
	}
	log = log[first : last+1]
	for i, step := range log {
		if i == len(seen) || seen[i] != step {
			return fmt.Sprintf("the follower saw %d events where the log has %d; the first that differs is number %d, %+v", len(seen), len(log), i, step)
		}
	}
	if len(seen) > len(log) {
		return fmt.Sprintf("the follower saw %d events where the log has %d", len(seen), len(log))
	}
	return ""
}
