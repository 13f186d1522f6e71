package api_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"orderup/order"
	"orderup/wire"
)

// A listener reads an event stream as a browser does.
type listener struct {
	*desk
	body  io.ReadCloser
	lines *bufio.Scanner
	last  string // the id of the last event
}

// listen opens an event stream; it ends with the test, or by leave.
func (d *desk) listen(path string, headers ...string) *listener {
	d.Helper()
	r, err := d.send(http.MethodGet, path, "", headers...)
	if err != nil {
		d.Fatal(err)
	}
	if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "text/event-stream" || r.Header.Get("Cache-Control") != "no-store" {
		d.Fatalf("GET %s: %s %v", path, r.Status, r.Header)
	}
	l := &listener{desk: d, body: r.Body, lines: bufio.NewScanner(r.Body)}
	d.Cleanup(l.leave)
	if line := l.line(); line != "retry: 1000" || l.line() != "" {
		d.Fatalf("GET %s begins with %q", path, line)
	}
	return l
}

func (l *listener) leave() { _ = l.body.Close() } // the stream is thrown away

// line reads one line; "END" once the server has ended the stream.
func (l *listener) line() string {
	l.Helper()
	if !l.lines.Scan() {
		if err := l.lines.Err(); err != nil {
			l.Fatalf("the stream broke off: %v", err)
		}
		return "END"
	}
	return l.lines.Text()
}

// heard is one event of a stream.
type heard struct {
	name string
	data wire.StatusUpdated // of new_order too, as far as it has the same fields
}

func (h heard) String() string { return fmt.Sprintf("%s %d", h.name, h.data.Order.Version) }

// next reads the next event; of one without an id, only its name.
func (l *listener) next() (h heard) {
	l.Helper()
	for line := l.line(); line != ""; line = l.line() {
		field, value, _ := strings.Cut(line, ": ")
		switch field {
		case "id":
			l.last = value
		case "event":
			h.name = value
		case "data":
			if err := json.Unmarshal([]byte(value), &h.data); err != nil {
				l.Fatalf("%s: %v", value, err)
			}
		default:
			l.Fatalf("the stream says %q", line)
		}
	}
	return h
}

// hears fails the test unless the next events are those.
func (l *listener) hears(want ...string) {
	l.Helper()
	for _, w := range want {
		h := l.next()
		if h.String() != w {
			l.Fatalf("heard %q, want %q", h, w)
		}
		if h.data.Cursor != l.last {
			l.Fatalf("%s has the id %q and the cursor %q", w, l.last, h.data.Cursor)
		}
	}
}

func TestAnOrdersStreamTellsItsStoryAndGoesOn(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustMove(t, d.MustPlace(t, "Ines", 1).ID, order.InProgress)
	d.MustPlace(t, "another", 1)
	l := d.listen(toOrder(o.ID) + "/events")
	l.hears("new_order 1", "order_status_updated 2")
	d.MustMove(t, o.ID, order.Completed)
	l.hears("order_status_updated 3", "order_status_updated 4")
	byNumber := d.listen("/orders/%23001/events")
	byNumber.hears("new_order 1", "order_status_updated 2", "order_status_updated 3", "order_status_updated 4")
}

func TestAStreamGoesOnAfterTheLastEventSeen(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	l := d.listen(toOrder(o.ID) + "/events")
	l.hears("new_order 1")
	l.leave()
	d.MustPlace(t, "another", 1)
	d.MustMove(t, o.ID, order.Ready)
	again := d.listen(toOrder(o.ID)+"/events", "Last-Event-ID", l.last)
	again.hears("order_status_updated 2", "order_status_updated 3")
	since := d.listen(toOrder(o.ID) + "/events?since=" + l.last)
	since.hears("order_status_updated 2", "order_status_updated 3")
	both := d.listen(toOrder(o.ID)+"/events?since="+l.last, "Last-Event-ID", again.last)
	d.MustMove(t, o.ID, order.Completed)
	both.hears("order_status_updated 4")
}

// TestACursorFromBeforeTheOrderTellsAllOfIt: as does one that nobody knows.
func TestACursorFromBeforeTheOrderTellsAllOfIt(t *testing.T) {
	t.Parallel()
	d := open(t)
	first := d.MustPlace(t, "another", 1)
	l := d.listen(toOrder(first.ID) + "/events")
	l.hears("new_order 1")
	o := d.MustPlace(t, "Ines", 1)
	for _, cursor := range []string{l.last, "nonsense", strings.Repeat("A", 22)} {
		d.listen(toOrder(o.ID)+"/events", "Last-Event-ID", cursor).hears("new_order 1")
	}
}

func TestTheStreamOfAllBeginsNow(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.MustPlace(t, "before", 1)
	l := d.listen("/events")
	o := d.MustPlace(t, "Ines", 1)
	d.MustMove(t, o.ID, order.Ready)
	l.hears("new_order 1", "order_status_updated 2", "order_status_updated 3")
}

// TestNoHoleAndNoRepeatAcrossReconnects: a client that is cut again and again
// while orders come in hears every event once, in the order of the log.
func TestNoHoleAndNoRepeatAcrossReconnects(t *testing.T) {
	t.Parallel()
	d := open(t)
	const orders = 20
	l := d.listen("/events")
	var placing sync.WaitGroup
	defer placing.Wait()
	placing.Go(func() {
		for range orders {
			if a, err := d.send("POST", "/orders", fries); err != nil || a.Body.Close() != nil {
				t.Errorf("place: %v", err)
			}
		}
	})
	var ids []string
	for range orders {
		ids = append(ids, l.next().data.Order.ID)
		l.leave()
		l = d.listen("/events", "Last-Event-ID", l.last)
	}
	placing.Wait()
	var want []string
	for _, e := range d.Events(t) {
		want = append(want, string(e.Order.ID))
	}
	if !slices.Equal(ids, want) {
		t.Errorf("heard %v, want %v", ids, want)
	}
}

// TestACursorThatIsNotKnownSaysSo: the client must read afresh, and then hears
// what comes.
func TestACursorThatIsNotKnownSaysSo(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	for name, cursor := range map[string]string{
		"nonsense":            "nonsense",
		"another's":           open(t).Cursor(o.Location, 1),
		"another location's":  d.Cursor("elsewhere", 1),
		"one that is to come": d.Cursor(o.Location, 1000),
		"the wrong alphabet":  "+/==",
		"as long as a cursor": strings.Repeat("A", 22),
	} {
		l := d.listen("/events", "Last-Event-ID", cursor)
		if h := l.next(); h.name != "resync" || h.data.Message == "" || l.last != "" {
			t.Errorf("%s: %+v", name, h)
		}
		o = d.MustPlace(t, "Zoë", 1)
		if h := l.next(); h.name != "new_order" || h.data.Order.ID != string(o.ID) {
			t.Errorf("%s: then %+v", name, h)
		}
		l.leave()
	}
}

func TestCursorsHaveALimit(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	long := strings.Repeat("x", 65)
	for _, path := range []string{"/events", toOrder(o.ID) + "/events"} {
		d.get(path, "Last-Event-ID", long).refuses(http.StatusUnprocessableEntity, "request.invalid")
		d.get(path+"?since="+long).refuses(http.StatusUnprocessableEntity, "request.invalid")
	}
	d.get("/orders/nobody/events").refuses(http.StatusNotFound, "order.unknown")
}

// TestDrainEndsStreams: in good order, so that their clients come back.
func TestDrainEndsStreams(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	one, all := d.listen(toOrder(o.ID)+"/events"), d.listen("/events")
	one.hears("new_order 1")
	d.Drain()
	if a, b := one.line(), all.line(); a != "END" || b != "END" {
		t.Errorf("the streams go on with %q and %q", a, b)
	}
	d.get("/readyz").refuses(http.StatusServiceUnavailable, "house.closing")
	d.get("/healthz").is(http.StatusOK)
	d.get(toOrder(o.ID)).is(http.StatusOK)
}

// TestAClientThatGoesAwayIsForgotten: the server ends a stream when its client
// has left, and not only when something is to be told.
func TestAClientThatGoesAwayIsForgotten(t *testing.T) {
	t.Parallel()
	d := open(t)
	ended := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.Handler.ServeHTTP(w, r)
		close(ended)
	}))
	defer server.Close()
	d.URL = server.URL
	l := d.listen("/events")
	l.leave()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Fatal("the stream goes on without a listener")
	}
}

// TestAQuestionOfHeadersIsAnswered: HEAD of a stream has an end, and leaves the
// connection fit for the next request.
func TestAQuestionOfHeadersIsAnswered(t *testing.T) {
	t.Parallel()
	d := open(t)
	transport := &http.Transport{MaxConnsPerHost: 1}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: 10 * time.Second}
	for range 2 {
		a, err := client.Head(d.URL + "/events")
		if err != nil {
			t.Fatal(err)
		}
		if a.Header.Get("Content-Type") != "text/event-stream" || a.Body.Close() != nil {
			t.Errorf("%s %v", a.Status, a.Header)
		}
	}
}
