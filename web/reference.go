package web

import (
	"fmt"
	"slices"
	"strings"
)

// reference is the API reference as /docs shows it.
type reference struct {
	REST, Events []group
	// Objects that the entries above mention by name.
	RESTObjects, EventObjects []object
}

// group is a heading with entries below it.
type group struct {
	Name    string // written by people, or a key of the words
	IsKey   bool
	Anchor  string
	Entries []entry
}

// entry is one REST operation or one socket event.
type entry struct {
	Anchor      string
	Method      string // of an operation
	Name        string // path or event
	Summary     string
	Description string
	Tables      []table
	Examples    []example
	Errors      []answer
}

// table shows the fields of one value.
type table struct {
	Title string // key of the words
	Note  string // for example the status
	Type  string // of a value that has no fields
	Rows  []field
}

// field is a row of a table.
type field struct {
	Name, Type, Target, Meaning string // Target is the anchor of the type, if it is an object
	Required                    bool
}

// example is a text to copy; {origin} in it stands for the server's address.
type example struct {
	Title string // key of the words, or "curl"
	Text  string
}

// answer is a response that is not a success.
type answer struct{ Status, Meaning string }

// object is a named schema.
type object struct {
	Name, Anchor, Meaning string
	Rows                  []field
}

// reference reads both documents. It runs at the first request of /docs: the
// documents are complete only when every route is registered.
func (c Config) reference() (reference, error) {
	var r reference
	var err error
	if c.OpenAPI != nil {
		if r.REST, r.RESTObjects, err = readOpenAPI(c.OpenAPI()); err != nil {
			return reference{}, fmt.Errorf("read the OpenAPI document: %w", err)
		}
	}
	if c.AsyncAPI != nil {
		if r.Events, r.EventObjects, err = readAsyncAPI(c.AsyncAPI()); err != nil {
			return reference{}, fmt.Errorf("read the AsyncAPI document: %w", err)
		}
	}
	return r, nil
}

// reader turns the schemas of one document into tables and remembers the
// objects that it met, to be described once.
type reader struct {
	document document
	prefix   string   // of the anchors of its objects
	mentions []string // references, in the order in which they were met
}

// table lists the fields of a schema.
func (r *reader) table(title, note string, s schema) (table, error) {
	resolved, err := r.resolve(s)
	if err != nil {
		return table{}, err
	}
	t := table{Title: title, Note: note}
	if t.Rows = r.fields("", resolved); len(t.Rows) == 0 {
		t.Type = resolved.typeText()
	}
	return t, nil
}

// refsDeep bounds references to references: documents go three deep.
const refsDeep = 8

// resolve follows a reference and joins the parts of an allOf.
func (r *reader) resolve(s schema) (schema, error) { return r.follow(s, refsDeep) }

func (r *reader) follow(s schema, left int) (schema, error) {
	if left == 0 {
		return schema{}, fmt.Errorf("reference %q leads to others without end", s.Ref)
	}
	if s.Ref != "" {
		var target schema
		if err := r.document.find(s.Ref, &target); err != nil {
			return schema{}, err
		}
		return r.follow(target, left-1)
	}
	for _, part := range s.AllOf {
		resolved, err := r.follow(part, left-1)
		if err != nil {
			return schema{}, err
		}
		s.Properties = append(s.Properties, resolved.Properties...)
		s.Required = append(s.Required, resolved.Required...)
	}
	return s, nil
}

// fields lists properties; those of inline objects follow with dotted names.
func (r *reader) fields(prefix string, s schema) []field {
	var out []field
	for _, property := range s.Properties {
		value := property.Value
		if property.Name == "$schema" {
			continue // the framework's own, of no use to people
		}
		out = append(out, field{
			Name:     prefix + property.Name,
			Type:     value.typeText(),
			Target:   r.mention(value),
			Meaning:  strings.Join(append([]string{value.Description}, value.limits()...), " "),
			Required: slices.Contains(s.Required, property.Name),
		})
		out = append(out, r.fields(prefix+property.Name+".", value)...)
		if value.Items != nil {
			out = append(out, r.fields(prefix+property.Name+"[].", *value.Items)...)
		}
	}
	return out
}

// mention notes the object that a field refers to and returns its anchor.
func (r *reader) mention(s schema) string {
	for _, part := range append(append(s.alternatives(), s.AllOf...), s) {
		if part.Items != nil {
			part = *part.Items
		}
		if part.Ref == "" {
			continue
		}
		if !slices.Contains(r.mentions, part.Ref) {
			r.mentions = append(r.mentions, part.Ref)
		}
		return r.anchor(part.Ref)
	}
	return ""
}

func (r *reader) anchor(ref string) string { return r.prefix + refName(ref) }

// objects describes what was mentioned, and what that mentions in turn.
func (r *reader) objects() ([]object, error) {
	var out []object
	for i := 0; i < len(r.mentions); i++ { // grows while it is walked
		ref := r.mentions[i]
		s, err := r.resolve(schema{Ref: ref})
		if err != nil {
			return nil, err
		}
		meaning := strings.TrimSpace(strings.Join(append([]string{s.Description}, s.limits()...), " "))
		out = append(out, object{Name: refName(ref), Anchor: r.anchor(ref), Meaning: meaning, Rows: r.fields("", s)})
	}
	slices.SortFunc(out, func(a, b object) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// slug makes an anchor of a text.
func slug(text string) string {
	keep := func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' {
			return c
		}
		return ' '
	}
	return strings.Join(strings.Fields(strings.Map(keep, strings.ToLower(text))), "-")
}
