package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"orderup/fault"
	"orderup/restaurant"
	"orderup/wire"
)

// A Problem is what every refused request gets: RFC 9457, and the two members
// that clients of the proof of concept look at.
type Problem struct {
	Type     string              `json:"type" doc:"Always about:blank: the code says what it is."`
	Title    string              `json:"title" doc:"The HTTP status in words."`
	Status   int                 `json:"status"`
	Detail   string              `json:"detail" doc:"What is wrong and what to do."`
	Code     string              `json:"code" doc:"Stable, for programs." example:"order.transition"`
	Instance string              `json:"instance,omitempty" doc:"Names this failure in the server's log."`
	Errors   []*huma.ErrorDetail `json:"errors,omitempty" doc:"Each field that is not acceptable."`
	Order    *wire.Order         `json:"order,omitempty" doc:"The order as it is, when it has moved on."`
	Success  bool                `json:"success" doc:"Always false." enum:"false"`
	Message  string              `json:"message" doc:"The same as detail."`

	retryAfter int // seconds; 0 is none
}

// Error returns the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus returns the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders returns the headers that go with p.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(p.retryAfter))
	}
	return h
}

// statuses is the table from kinds of fault to HTTP.
var statuses = map[fault.Kind]int{
	fault.KindMalformed:   http.StatusBadRequest,
	fault.KindInvalid:     http.StatusUnprocessableEntity,
	fault.KindNotFound:    http.StatusNotFound,
	fault.KindForbidden:   http.StatusForbidden,
	fault.KindConflict:    http.StatusConflict,
	fault.KindTooLarge:    http.StatusRequestEntityTooLarge,
	fault.KindFull:        http.StatusInsufficientStorage,
	fault.KindUnavailable: http.StatusServiceUnavailable,
	fault.KindInternal:    http.StatusInternalServerError,
}

// codes are those of refusals that do not come from a fault.
var codes = map[int]string{
	http.StatusBadRequest:            "request.malformed",
	http.StatusNotFound:              "request.route",
	http.StatusMethodNotAllowed:      "request.method",
	http.StatusRequestTimeout:        "request.timeout",
	http.StatusRequestEntityTooLarge: "request.too_large",
	http.StatusUnsupportedMediaType:  "request.media_type",
	http.StatusUnprocessableEntity:   "request.invalid",
}

// problem turns an error of a handler into what the client gets; what is our
// own fault goes to the log under an id that the client gets.
func (a *API) problem(ctx context.Context, operation string, err error) *Problem {
	f := fault.Of(err)
	p := newProblem(statuses[f.Kind], f.Sentence).(*Problem)
	p.Code = f.Code
	if f.Field != "" {
		p.Errors = []*huma.ErrorDetail{{Message: f.Sentence, Location: "body." + f.Field}}
	}
	if stale, ok := errors.AsType[*restaurant.Stale](err); ok {
		current := wire.FromOrder(stale.Current)
		p.Order = &current
	}
	switch f.Kind {
	case fault.KindFull, fault.KindUnavailable:
		p.retryAfter = 2
	case fault.KindInternal:
		if ctx.Err() != nil {
			return p // the client went away in the middle: nobody failed
		}
		p.Instance = uuid.NewString()
		a.Log.ErrorContext(ctx, "request failed", "operation", operation, "instance", p.Instance, "error", err)
	}
	return p
}

// newProblem is huma's way to make an error of its own: a body that cannot be
// read or does not fit its schema.
func newProblem(status int, detail string, errs ...error) huma.StatusError {
	p := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: codes[status]}
	for _, err := range errs {
		p.Errors = append(p.Errors, mistake(err))
	}
	var form wrongForm
	switch {
	case errors.As(errors.Join(errs...), &form):
		detail = form.Error()
	case status == http.StatusUnsupportedMediaType && len(errs) > 0:
		detail = "send JSON, with the header Content-Type: application/json"
	case len(p.Errors) > 0:
		detail = fmt.Sprintf("%s: %s", p.Errors[0].Location, p.Errors[0].Message)
	}
	p.Detail, p.Message = detail, detail
	return p
}

// refuse is newProblem as huma calls it, in our words for bodies that do not
// arrive; huma takes one that broke off for a failure of ours.
func refuse(status int, detail string, errs ...error) huma.StatusError {
	switch status {
	case http.StatusInternalServerError:
		return newProblem(http.StatusBadRequest, "the body did not arrive whole: send the request again")
	case http.StatusRequestEntityTooLarge:
		return newProblem(status, fmt.Sprintf("the body has more than %d bytes: send less", limitIn(detail)-1))
	case http.StatusRequestTimeout:
		return newProblem(status, "the body took too long to arrive: send the request again")
	}
	return newProblem(status, detail, errs...)
}

// limitIn reads the limit from huma's words for a body that fills it.
func limitIn(detail string) (limit int64) {
	if _, err := fmt.Sscanf(detail, "request body is too large limit=%d bytes", &limit); err != nil {
		return MaxBody + 1
	}
	return limit
}

// mistake says where a request is wrong and how; not what it said, which the
// client knows.
func mistake(err error) *huma.ErrorDetail {
	var d huma.ErrorDetailer
	if errors.As(err, &d) {
		return &huma.ErrorDetail{Message: d.ErrorDetail().Message, Location: d.ErrorDetail().Location}
	}
	return &huma.ErrorDetail{Message: err.Error(), Location: "request"}
}

// writeProblem answers outside of huma.
func writeProblem(w http.ResponseWriter, err huma.StatusError) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(err.GetStatus())
	_ = json.NewEncoder(w).Encode(err) // the client went away; nobody is left to tell
}

// methods are those that any route may have.
var methods = []string{http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete}

// unknownRoute answers what no route matches: 405 where another method would
// have matched, 404 elsewhere.
func unknownRoute(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if allowed := allowedMethods(mux, r); len(allowed) > 0 {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			writeProblem(w, newProblem(http.StatusMethodNotAllowed, fmt.Sprintf("%s is not possible here: see /docs", r.Method)))
			return
		}
		writeProblem(w, newProblem(http.StatusNotFound, "there is nothing at this address: see /docs"))
	})
}

func allowedMethods(mux *http.ServeMux, r *http.Request) (allowed []string) {
	for _, m := range methods {
		other := r.Clone(r.Context())
		other.Method = m
		if _, pattern := mux.Handler(other); pattern != "/" {
			allowed = append(allowed, m)
		}
	}
	return allowed
}
