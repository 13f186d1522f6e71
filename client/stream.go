package client

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// ErrQuiet means that an event stream sent nothing for so long, not even a
// comment, that its connection must be dead.
var ErrQuiet = errors.New("the event stream went quiet")

// quiet is how long a stream may say nothing; the server sends a comment every
// 15 s.
const quiet = 45 * time.Second

// Stream reads the event stream at path, "/events" or "/orders/{id}/events",
// and hands each event to handle; with the ID of the last event seen as
// lastEventID it goes on after that. It returns the first error of handle, a
// *Problem when the server refuses, and io.ErrUnexpectedEOF, wrapped, when the
// stream ends: come back with the last ID.
func (c *Client) Stream(ctx context.Context, path, lastEventID string, handle func(Event) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	dead := time.AfterFunc(quiet, func() { cancel(ErrQuiet) })
	defer dead.Stop()
	body, err := c.openStream(ctx, path, lastEventID)
	if err != nil {
		return fmt.Errorf("open the stream %s: %w", path, because(ctx, err))
	}
	defer body.Close()
	r := newStreamReader(body, lastEventID)
	for {
		e, err := r.next(func() { dead.Reset(quiet) })
		if err != nil {
			return fmt.Errorf("read the stream %s: %w", path, because(ctx, err))
		}
		if err := handle(e); err != nil {
			return err
		}
		dead.Reset(quiet) // handle may have taken its time
	}
}

// because returns why ctx ended if it has, and err otherwise.
func because(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

func (c *Client) openStream(ctx context.Context, path, lastEventID string) (io.ReadCloser, error) {
	request, err := c.request(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "text/event-stream")
	if lastEventID != "" {
		request.Header.Set("Last-Event-ID", lastEventID)
	}
	answer, err := c.long.Do(request)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		defer answer.Body.Close()
		return nil, readProblem(answer)
	}
	return answer.Body, nil
}

// A streamReader reads server-sent events: HTML Living Standard, section
// 9.2.6. Lines end with LF or CRLF.
type streamReader struct {
	lines *bufio.Scanner
	id    string // of the last event that had one
}

func newStreamReader(r io.Reader, id string) *streamReader {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxMessage)
	return &streamReader{lines: lines, id: id}
}

// next returns the next event; alive is called for each line.
func (s *streamReader) next(alive func()) (Event, error) {
	var name string
	var data []string
	size := 0
	for s.lines.Scan() {
		alive()
		field, value, _ := strings.Cut(s.lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case s.lines.Text() == "" && data != nil:
			return s.event(name, data), nil
		case s.lines.Text() == "":
			name = ""
		case field == "id" && !strings.ContainsRune(value, 0):
			s.id = value
		case field == "event":
			name = value
		case field == "data":
			data = append(data, value)
			if size += len(value) + 1; size > maxMessage {
				return Event{}, broken(fmt.Sprintf("an event is longer than %d bytes", maxMessage))
			}
		}
	}
	return Event{}, s.end()
}

func (s *streamReader) event(name string, data []string) Event {
	if name == "" {
		name = "message"
	}
	return Event{ID: s.id, Name: name, Data: []byte(strings.Join(data, "\n")), Received: time.Now()}
}

// end returns why there are no more lines.
func (s *streamReader) end() error {
	switch err := s.lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return broken(fmt.Sprintf("a line is longer than %d bytes", maxMessage))
	case err != nil:
		return err
	}
	return io.ErrUnexpectedEOF
}
