package api_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/wire"
)

// A desk is where a test calls a house; each answer is held against the
// OpenAPI document.
type desk struct {
	*testhouse.House
	testing.TB
	client *http.Client
}

// served is the document of the first house that was opened; all serve the
// same.
var (
	served document
	serve  sync.Once
)

// open opens a house with its doors.
func open(t testing.TB, options ...testhouse.Option) *desk {
	t.Helper()
	d := &desk{House: testhouse.Open(t, append(options, testhouse.WithDoors())...), TB: t}
	serve.Do(func() {
		var err error
		if served, err = parseDocument(d.API.OpenAPI()); err != nil {
			t.Fatal(err)
		}
	})
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	d.client = &http.Client{
		Transport: &contract{document: served, next: transport, broken: func(sentence string) { t.Error(sentence) }},
		Timeout:   time.Minute, // for streams too: a test that waits so long waits in vain
	}
	return d
}

// An answer is what came back, whole.
type answer struct {
	testing.TB
	call   string // what was asked, for messages
	status int
	header http.Header
	body   []byte
}

// call sends a request with a body of JSON, if any, and headers in pairs.
func (d *desk) call(method, path, body string, headers ...string) answer {
	d.Helper()
	r, err := d.send(method, path, body, headers...)
	if err != nil {
		d.Fatal(err)
	}
	return d.whole(r)
}

// whole reads an answer to its end.
func (d *desk) whole(r *http.Response) answer {
	d.Helper()
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	call := r.Request.Method + " " + r.Request.URL.RequestURI()
	if err != nil {
		d.Fatalf("%s: %v", call, err)
	}
	return answer{d.TB, call, r.StatusCode, r.Header, text}
}

// rush is call, n times at once.
func (d *desk) rush(n int, method, path, body string, headers ...string) (answers []answer) {
	d.Helper()
	responses, errs := make([]*http.Response, n), make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { responses[i], errs[i] = d.send(method, path, body, headers...) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		d.Fatal(err)
	}
	for _, r := range responses {
		answers = append(answers, d.whole(r))
	}
	return answers
}

// send sends a request and leaves the answer's body, which may have no end, to
// the caller.
func (d *desk) send(method, path, body string, headers ...string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(d.Context(), method, d.URL+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	r.Host = r.Header.Get("Host") // which net/http takes from here only
	return d.client.Do(r)
}

// get is call for what is only looked at.
func (d *desk) get(path string, headers ...string) answer {
	d.Helper()
	return d.call(http.MethodGet, path, "", headers...)
}

// post is call for what is sent.
func (d *desk) post(path, body string, headers ...string) answer {
	d.Helper()
	return d.call(http.MethodPost, path, body, headers...)
}

// is fails the test unless a has a status.
func (a answer) is(status int) answer {
	a.Helper()
	if a.status != status {
		a.Fatalf("%s: %d %s, want %d", a.call, a.status, a.body, status)
	}
	return a
}

// A reading is what bodies have in them, those of refusals too.
type reading struct {
	Success    *bool
	Message    string
	Order      wire.Order
	Orders     []wire.Order
	Count      int
	NextCursor string
	Code       string
	Instance   string
	Errors     []struct{ Location, Message string }
}

func (a answer) read() (r reading) {
	a.Helper()
	a.into(&r)
	return r
}

// into reads a body of another form.
func (a answer) into(v any) {
	a.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		a.Fatalf("%s: %s: %v", a.call, a.body, err)
	}
}

// refuses fails the test unless a is a refusal with a status and a code.
func (a answer) refuses(status int, code string) reading {
	a.Helper()
	r := a.is(status).read()
	if r.Code != code {
		a.Errorf("%s: code %q, want %q: %s", a.call, r.Code, code, a.body)
	}
	return r
}

// toOrder is the path of an order.
func toOrder[ID ~string](id ID) string { return "/orders/" + url.PathEscape(string(id)) }

// toStatus is the path of an order's status.
func toStatus(id order.ID) string { return toOrder(id) + "/status" }

// toWork is the path of a verb of the kitchen.
func toWork[ID ~string](id ID, v order.Verb) string { return toOrder(id) + "/kitchen/" + string(v) }

// Good bodies: of an order, of an addition to it and of a set-up.
const (
	fries      = `{"customerName":"Ines","items":[{"name":"Large Fries","price":3.50,"quantity":2}]}`
	moreFries  = `{"items":[{"name":"Small Fries","price":2.50,"quantity":1}]}`
	oneStation = `{"setup":{"version":0,"expo":"auto","fire":"immediate","catchAll":"pass","graceSeconds":4,"receiptSeconds":10,` +
		`"autoClearMinutes":0,"warnMinutes":5,"lateMinutes":8},"stations":[{"id":"pass","name":"Pass","open":true,"receipt":false}]}`
)
