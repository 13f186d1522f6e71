package web

import (
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// openAPI is the part of OpenAPI 3.1 that the reference shows.
type openAPI struct {
	Paths ordered[pathItem] `json:"paths"`
	Tags  []struct {
		Name string `json:"name"`
	} `json:"tags"`
}

type pathItem struct {
	Get    *operation `json:"get"`
	Post   *operation `json:"post"`
	Put    *operation `json:"put"`
	Patch  *operation `json:"patch"`
	Delete *operation `json:"delete"`
}

type operation struct {
	Tags        []string          `json:"tags"`
	Summary     string            `json:"summary"`
	Description string            `json:"description"`
	Parameters  []parameter       `json:"parameters"`
	RequestBody *body             `json:"requestBody"`
	Responses   ordered[response] `json:"responses"`
}

type parameter struct {
	Ref         string          `json:"$ref"`
	Name        string          `json:"name"`
	In          string          `json:"in"` // path, query, header, cookie
	Description string          `json:"description"`
	Required    bool            `json:"required"`
	Schema      schema          `json:"schema"`
	Example     json.RawMessage `json:"example"`
}

type body struct {
	Content ordered[mediaType] `json:"content"`
}

type mediaType struct {
	Schema   schema             `json:"schema"`
	Example  json.RawMessage    `json:"example"`
	Examples ordered[mediaCase] `json:"examples"`
}

type mediaCase struct {
	Value json.RawMessage `json:"value"`
}

type response struct {
	Description string             `json:"description"`
	Content     ordered[mediaType] `json:"content"`
}

// readOpenAPI returns the operations by tag, in the order of the document's
// tags, and the objects they speak of.
func readOpenAPI(text []byte) ([]group, []object, error) {
	var api openAPI
	if err := json.Unmarshal(text, &api); err != nil {
		return nil, nil, err
	}
	r := &reader{document: document(text), prefix: "object-"}
	var groups []group
	for _, tag := range api.Tags {
		groups = append(groups, group{Name: tag.Name, Anchor: slug("rest " + tag.Name)})
	}
	for _, path := range api.Paths {
		for method, op := range path.Value.operations() {
			e, err := r.operation(method, path.Name, op)
			if err != nil {
				return nil, nil, fmt.Errorf("%s %s: %w", method, path.Name, err)
			}
			groups = add(groups, op.tag(), e)
		}
	}
	groups = slices.DeleteFunc(groups, func(g group) bool { return len(g.Entries) == 0 })
	objects, err := r.objects()
	return groups, objects, err
}

// operations yields what the path has, reading before writing.
func (p pathItem) operations() iter.Seq2[string, *operation] {
	methods := []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}
	return func(yield func(string, *operation) bool) {
		for i, op := range []*operation{p.Get, p.Post, p.Put, p.Patch, p.Delete} {
			if op != nil && !yield(methods[i], op) {
				return
			}
		}
	}
}

func (op *operation) tag() string {
	if len(op.Tags) == 0 {
		return "Other"
	}
	return op.Tags[0]
}

func add(groups []group, name string, e entry) []group {
	i := slices.IndexFunc(groups, func(g group) bool { return g.Name == name })
	if i < 0 {
		return append(groups, group{Name: name, Anchor: slug("rest " + name), Entries: []entry{e}})
	}
	groups[i].Entries = append(groups[i].Entries, e)
	return groups
}

func (r *reader) operation(method, path string, op *operation) (entry, error) {
	e := entry{Anchor: slug(method + " " + path), Method: method, Name: path, Summary: op.Summary, Description: op.Description}
	c := curl{method: method, path: path}
	if err := r.parameters(&e, &c, op.Parameters); err != nil {
		return e, err
	}
	if op.RequestBody != nil {
		if err := r.requestBody(&e, &c, op.RequestBody); err != nil {
			return e, err
		}
	}
	if err := r.responses(&e, &c, op.Responses); err != nil {
		return e, err
	}
	e.Examples = append([]example{{Title: "curl", Text: c.text()}}, e.Examples...)
	return e, nil
}

func (r *reader) parameters(e *entry, c *curl, parameters []parameter) error {
	t := table{Title: "docs.parameters"}
	for _, p := range parameters {
		if p.Ref != "" {
			if err := r.document.find(p.Ref, &p); err != nil {
				return err
			}
		}
		meaning := append([]string{p.Description}, p.Schema.limits()...)
		if p.Description == "" {
			meaning[0] = p.Schema.Description
		}
		t.Rows = append(t.Rows, field{Name: p.Name, Type: p.In + ", " + p.Schema.typeText(),
			Meaning: strings.Join(meaning, " "), Required: p.Required})
		c.fill(p)
	}
	if len(t.Rows) > 0 {
		e.Tables = append(e.Tables, t)
	}
	return nil
}

func (r *reader) requestBody(e *entry, c *curl, b *body) error {
	media, ok := preferred(b.Content)
	if !ok {
		return nil
	}
	t, err := r.table("docs.body", media.Name, media.Value.Schema)
	if err != nil {
		return err
	}
	e.Tables = append(e.Tables, t)
	c.contentType = media.Name
	c.body, err = r.mediaSample(media.Value)
	return err
}

const jsonMedia = "application/json"

// preferred is the JSON form of a body, or else its first form.
func preferred(content ordered[mediaType]) (member[mediaType], bool) {
	for _, media := range content {
		if media.Name == jsonMedia {
			return media, true
		}
	}
	if len(content) == 0 {
		return member[mediaType]{}, false
	}
	return content[0], true
}

// responses puts successes into tables and lists the rest.
func (r *reader) responses(e *entry, c *curl, responses ordered[response]) error {
	for _, response := range responses {
		status := response.Name
		if !strings.HasPrefix(status, "2") {
			e.Errors = append(e.Errors, answer{Status: status, Meaning: response.Value.Description})
			continue
		}
		if err := r.success(e, c, status, response.Value); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) success(e *entry, c *curl, status string, answer response) error {
	media, ok := preferred(answer.Content)
	if !ok {
		return nil
	}
	t, err := r.table("docs.response", status+" "+media.Name, media.Value.Schema)
	if err != nil {
		return err
	}
	e.Tables = append(e.Tables, t)
	c.endless = media.Name == "text/event-stream"
	if media.Name != jsonMedia {
		return nil // a made-up text would show nothing
	}
	text, err := r.mediaSample(media.Value)
	e.Examples = append(e.Examples, example{Title: "docs.response", Text: text})
	return err
}

// mediaSample is the example of a body: given, or made from its schema.
func (r *reader) mediaSample(m mediaType) (string, error) {
	s := m.Schema
	if m.Example != nil {
		s.Example = m.Example
	} else if len(m.Examples) > 0 && m.Examples[0].Value.Value != nil {
		s.Example = m.Examples[0].Value.Value
	}
	return r.sample(s)
}

// curl is a command line that makes a request.
type curl struct {
	method, path, contentType, body string
	endless                         bool // the answer is a stream: do not buffer it
}

// fill puts the example of a path parameter into the path.
func (c *curl) fill(p parameter) {
	text := p.Example
	if text == nil {
		text = given(p.Schema)
	}
	var value string
	if p.In == "path" && json.Unmarshal(text, &value) == nil {
		c.path = strings.ReplaceAll(c.path, "{"+p.Name+"}", url.PathEscape(value))
	}
}

func (c curl) text() string {
	line := "curl"
	if c.endless {
		line += " -N"
	}
	if c.method != http.MethodGet {
		line += " -X " + c.method
	}
	line += " '{origin}" + c.path + "'"
	if c.body != "" {
		line += " \\\n  -H 'Content-Type: " + c.contentType + "' \\\n  -d '" + strings.ReplaceAll(c.body, "'", `'\''`) + "'"
	}
	return line
}
