package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// readStream reads events to the end and writes them as "id|name|data".
func readStream(text, lastID string) (events []string, err error) {
	r := newStreamReader(strings.NewReader(text), lastID)
	for {
		e, err := r.next(func() {})
		if err != nil {
			return events, err
		}
		events = append(events, fmt.Sprintf("%s|%s|%s", e.ID, e.Name, e.Data))
	}
}

func TestReadStream(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "[]"},
		{"comments and retry", ":\n\nretry: 1000\n\n: hello\n\n", "[]"},
		{"an event", "id: a\nevent: new_order\ndata: {\"id\":1}\n\n", `[a|new_order|{"id":1}]`},
		{"no name", "data: x\n\n", "[|message|x]"},
		{"several lines", "data: one\ndata:\ndata:  two\n\n", "[|message|one\n\n two]"},
		{"an id stays", "id: a\ndata: 1\n\ndata: 2\n\nid\ndata: 3\n\n", "[a|message|1 a|message|2 |message|3]"},
		{"an id alone", "id: a\n\ndata: 1\n\n", "[a|message|1]"},
		{"a name without data is forgotten", "event: x\n\ndata: 1\n\n", "[|message|1]"},
		{"CRLF", "id: a\r\nevent: x\r\ndata: 1\r\n\r\n", "[a|x|1]"},
		{"half an event", "data: 1\n\ndata: 2\n", "[|message|1]"},
		{"an id with NUL", "id: a\x00\ndata: 1\n\n", "[|message|1]"},
		{"unknown fields", "what: x\ndata: 1\nmore\n\n", "[|message|1]"},
	} {
		got, err := readStream(c.text, "")
		if fmt.Sprint(got) != c.want || err != io.ErrUnexpectedEOF {
			t.Errorf("%s: %v, %v; want %s", c.name, got, err, c.want)
		}
	}
}

func TestStreamsAreBounded(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a line":   "data: " + strings.Repeat("x", maxMessage) + "\n\n",
		"an event": strings.Repeat("data: "+strings.Repeat("x", 1<<16)+"\n", 65),
	} {
		if _, err := readStream(text, ""); !errors.Is(err, ErrProtocol) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzStream(f *testing.F) {
	f.Add("id: a\nevent: new_order\ndata: {\"id\":1}\n\n")
	f.Add("data\r\n\r")
	f.Add("data: one\r\ndata\r\n\r\n:\n\nid:\x00\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		events, err := readStream(text, "")
		if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, ErrProtocol) {
			t.Errorf("ended with %v", err)
		}
		if n := emptyLines(text); len(events) > n {
			t.Errorf("%d events, but %d empty lines", len(events), n)
		}
	})
}

// emptyLines counts what can end an event; a last CR is a whole line ending,
// as the standard has it.
func emptyLines(text string) int {
	n := strings.Count(text, "\n\n") + strings.Count(text, "\n\r\n")
	if strings.HasSuffix(text, "\n\r") {
		n++
	}
	return n
}

func TestStreamGoesOnAfterTheLastEvent(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "id: next\ndata: after %s\n\n", r.Header.Get("Last-Event-ID"))
	}))
	defer server.Close()
	var got []string
	err := to(t, server.URL).Stream(t.Context(), "/events", "last", func(e Event) error {
		got = append(got, e.ID+" "+string(e.Data))
		return nil
	})
	if fmt.Sprint(got) != "[next after last]" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestStreamEndsWithItsContextAndItsHandler(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "data: 1\n\n")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}))
	defer server.Close()
	c := to(t, server.URL)
	ctx, cancel := context.WithCancel(t.Context())
	if err := c.Stream(ctx, "/", "", func(Event) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	enough := errors.New("enough")
	if err := c.Stream(t.Context(), "/", "", func(Event) error { return enough }); err != enough {
		t.Errorf("the handler's error: %v", err)
	}
}

func TestStreamTellsWhatTheServerRefused(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"status":404,"code":"order.unknown","detail":"there is no such order"}`)
	}))
	defer server.Close()
	err := to(t, server.URL).Stream(t.Context(), "/orders/x/events", "", func(Event) error { return nil })
	p, ok := errors.AsType[*Problem](err)
	if !ok || p.Status != 404 || p.Code != "order.unknown" || p.Detail != "there is no such order" {
		t.Errorf("%v", err)
	}
}
