package client

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"orderup/wire"
)

// A Problem is a refusal by the server.
type Problem struct {
	Status     int           // of HTTP; 0 when the refusal came over a socket
	Code       string        // stable, for programs: "order.transition"; may be empty
	Detail     string        // what is wrong and what to do
	RetryAfter time.Duration // how long the server asks to wait; 0 when it does not say
	Order      *wire.Order   // the order as it is, when it has moved on; else nil
}

// Error returns the detail with the status and code that there are.
func (p *Problem) Error() string {
	switch {
	case p.Status != 0 && p.Code != "":
		return fmt.Sprintf("%s (%d %s)", p.Detail, p.Status, p.Code)
	case p.Status != 0:
		return fmt.Sprintf("%s (%d)", p.Detail, p.Status)
	case p.Code != "":
		return fmt.Sprintf("%s (%s)", p.Detail, p.Code)
	}
	return p.Detail
}

// readProblem makes a Problem of an answer that is not a success, whoever
// sent it: the server (RFC 9457), its sockets, or something in between.
func readProblem(answer *http.Response) *Problem {
	const maxBody = 64 << 10
	body, _ := io.ReadAll(io.LimitReader(answer.Body, maxBody)) // half a body still says something
	p := parseProblem(body)
	p.Status = answer.StatusCode
	if p.Detail == "" {
		p.Detail = "the server answered " + answer.Status
	}
	p.RetryAfter = retryAfter(answer.Header.Get("Retry-After"), time.Now())
	return p
}

// parseProblem reads what a body says; a Problem without a word when it is
// none of ours.
func parseProblem(body []byte) *Problem {
	var in struct {
		Code    any         `json:"code"` // a number where the answer is Engine.IO's
		Detail  string      `json:"detail"`
		Message string      `json:"message"`
		Order   *wire.Order `json:"order"`
	}
	if json.Unmarshal(body, &in) != nil {
		return &Problem{}
	}
	code, _ := in.Code.(string)
	if in.Detail == "" {
		in.Detail = in.Message
	}
	return &Problem{Code: code, Detail: in.Detail, Order: in.Order}
}

// retryAfter reads the header of that name (RFC 9110 section 10.2.3): seconds
// or a date.
func retryAfter(value string, now time.Time) time.Duration {
	const longest = 24 * time.Hour
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return min(time.Duration(seconds)*time.Second, longest)
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), longest)
	}
	return 0
}

// refusal returns the Problem that a socket's answer is, or nil.
func refusal(answer json.RawMessage) error {
	var e wire.Exception
	if !bytes.HasPrefix(answer, []byte("{")) || json.Unmarshal(answer, &e) != nil || e.Status != "error" {
		return nil
	}
	return &Problem{Code: e.Code, Detail: e.Message, Order: e.Order}
}
