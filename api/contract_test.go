package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A contract is the OpenAPI document of a server, held against every answer
// that passes: it is the transport of the tests' HTTP clients.
type contract struct {
	document
	next   http.RoundTripper
	broken func(sentence string) // told of each breach
}

// RoundTrip sends a request and holds the answer against the document.
func (c *contract) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	route := c.route(r)
	for _, sentence := range c.judge(route, answer) {
		c.broken(fmt.Sprintf("%s %s (%s) -> %d: %s", r.Method, r.URL.Path, route, answer.StatusCode, sentence))
	}
	return answer, nil
}

// route returns the template of the document that a path fits best: the one
// with the fewest placeholders; "" if there is none for the method.
func (c *contract) route(r *http.Request) string {
	best := ""
	for template, operations := range c.root["paths"].(object) {
		_, served := operations.(object)[strings.ToLower(r.Method)]
		if served && fits(template, r.URL.EscapedPath()) && (best == "" || strings.Count(template, "{") < strings.Count(best, "{")) {
			best = template
		}
	}
	return best
}

func fits(template, path string) bool {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	return slices.EqualFunc(want, got, func(w, g string) bool { return w == g || strings.HasPrefix(w, "{") && g != "" })
}

// unrouted describes what addresses without a route answer.
var unrouted = []int{http.StatusNoContent, http.StatusNotFound, http.StatusMethodNotAllowed}

// judge returns what an answer has that its route does not describe, and what
// it lacks.
func (c *contract) judge(route string, answer *http.Response) []string {
	if route == "" {
		return c.judgeUnrouted(answer)
	}
	method := strings.ToLower(answer.Request.Method)
	operation := c.root["paths"].(object)[route].(object)[method].(object)
	described, ok := operation["responses"].(object)[strconv.Itoa(answer.StatusCode)].(object)
	if !ok {
		return []string{"the status is not described"}
	}
	seen.add(operation["operationId"].(string), answer.StatusCode)
	headers, _ := described["headers"].(object)
	found := undescribed(answer.Header, headers)
	content, _ := described["content"].(object)
	media, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	form, ok := content[media].(object)
	if err != nil || !ok {
		return append(found, fmt.Sprintf("the content type %q is not described", answer.Header.Get("Content-Type")))
	}
	if !strings.HasSuffix(media, "json") {
		return found // text has no fields, and a stream no end
	}
	return append(found, c.judgeBody(form["schema"], answer)...)
}

func (c *contract) judgeUnrouted(answer *http.Response) []string {
	switch {
	case answer.Request.URL.Path == "/openapi.json" || answer.Request.URL.Path == "/asyncapi.json":
		return nil
	case !slices.Contains(unrouted, answer.StatusCode):
		return []string{"there is no such route"}
	case answer.StatusCode == http.StatusNoContent:
		return nil
	}
	return c.judgeBody(object{"$ref": "#/components/schemas/Problem"}, answer)
}

// judgeBody holds a body against a schema and puts it back.
func (c *contract) judgeBody(schema any, answer *http.Response) []string {
	body, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close() // all of it was read
	answer.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		return []string{"the body breaks off: " + err.Error()}
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return []string{"the body is not JSON: " + err.Error()}
	}
	return append(c.check("body", schema, value), judgeProblem(answer, value)...)
}

// judgeProblem holds what the members of a refusal say against each other.
func judgeProblem(answer *http.Response, value any) (found []string) {
	o, _ := value.(object)
	if answer.StatusCode < 400 {
		if success, told := o["success"]; told && success != true {
			found = append(found, "success is not true")
		}
		return found
	}
	if o["status"] != float64(answer.StatusCode) || o["message"] != o["detail"] || o["code"] == "" || o["type"] != "about:blank" {
		found = append(found, fmt.Sprintf("the members contradict each other: %v", o))
	}
	if detail := fmt.Sprint(o["detail"]); len(strings.Fields(detail)) < 3 {
		found = append(found, fmt.Sprintf("%q is no sentence", detail))
	}
	return found
}

// hops are the headers that are the connection's business and not a route's.
var hops = []string{"Content-Type", "Content-Length", "Date", "Vary", "Cache-Control", "X-Accel-Buffering", "X-Content-Type-Options"}

func undescribed(sent http.Header, headers object) (found []string) {
	described := http.Header{}
	for name := range headers {
		described.Set(name, "described")
	}
	for name := range sent {
		if described.Get(name) == "" && !slices.Contains(hops, name) && !strings.HasPrefix(name, "Access-Control-") {
			found = append(found, fmt.Sprintf("the header %s is not described", name))
		}
	}
	return found
}

// seen counts the statuses that the operations were seen to answer with.
var seen = sightings{count: map[string]int{}}

type sightings struct {
	mu    sync.Mutex
	count map[string]int
}

func (s *sightings) add(operation string, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count[fmt.Sprintf("%s %d", operation, status)]++
}
