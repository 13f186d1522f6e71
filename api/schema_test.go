package api_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

type object = map[string]any

// A document is an OpenAPI or AsyncAPI document. Its schemas are read as they
// were served, so that what a client's tools would refuse is refused here.
type document struct{ root object }

func parseDocument(text []byte) (document, error) {
	var d document
	err := json.Unmarshal(text, &d.root)
	return d, err
}

// follow returns what a $ref of the document names: "#/a/b~1c".
func (d document) follow(ref string) (any, error) {
	path, ok := strings.CutPrefix(ref, "#/")
	if !ok {
		return nil, fmt.Errorf("$ref %q leads out of the document", ref)
	}
	var here any = d.root
	for _, name := range strings.Split(path, "/") {
		name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		there, ok := here.(object)[name]
		if !ok {
			return nil, fmt.Errorf("$ref %q leads nowhere", ref)
		}
		here = there
	}
	return here, nil
}

// annotations are the keywords that demand nothing.
var annotations = []string{"description", "examples", "title", "default"}

// check returns what keeps a value from fitting a schema, as sentences. A
// keyword that it does not know is one of them: nothing passes unread.
func (d document) check(at string, schema, value any) (found []string) {
	s, ok := schema.(object)
	if !ok {
		return []string{at + ": the document has no schema"}
	}
	for keyword, want := range s {
		if slices.Contains(annotations, keyword) {
			continue
		}
		rule := ruleOf(keyword)
		if rule == nil {
			found = append(found, fmt.Sprintf("%s: the checker does not know the keyword %q", at, keyword))
			continue
		}
		found = append(found, rule(d, at, s, want, value)...)
	}
	return found
}

// A rule returns what keeps a value from fitting one keyword of a schema s,
// which wants something.
type rule func(d document, at string, s object, want, value any) []string

// ruleOf returns the rule of a keyword of JSON Schema 2020-12; nil for one that
// our documents do not use.
func ruleOf(keyword string) rule {
	switch keyword {
	case "$ref":
		return refRule
	case "type":
		return typeRule
	case "items":
		return itemsRule
	case "required":
		return requiredRule
	case "properties":
		return propertiesRule
	case "additionalProperties":
		return additionalRule
	case "enum":
		return plain(isOneOf)
	case "format":
		return plain(hasFormat)
	case "minimum":
		return plain(isAtLeast)
	case "maximum":
		return plain(isAtMost)
	case "minLength", "maxLength", "minItems", "maxItems":
		return length(strings.HasPrefix(keyword, "min"))
	}
	return nil
}

// plain makes a rule of a yes or no.
func plain(fits func(want, value any) bool) rule {
	return func(_ document, at string, _ object, want, value any) []string {
		if fits(want, value) {
			return nil
		}
		return []string{fmt.Sprintf("%s: %v does not fit %v", at, value, want)}
	}
}

func isOneOf(want, value any) bool {
	return slices.ContainsFunc(want.([]any), func(allowed any) bool { return allowed == value })
}

func isAtLeast(limit, value any) bool {
	n, ok := value.(float64)
	return !ok || n >= limit.(float64)
}

func isAtMost(limit, value any) bool {
	n, ok := value.(float64)
	return !ok || n <= limit.(float64)
}

// length makes a rule of a least or a most length.
func length(least bool) rule {
	return plain(func(want, value any) bool {
		n := 0
		switch v := value.(type) {
		case string:
			n = utf8.RuneCountInString(v)
		case []any:
			n = len(v)
		default:
			return true
		}
		return least && n >= int(want.(float64)) || !least && n <= int(want.(float64))
	})
}

func refRule(d document, at string, _ object, want, value any) []string {
	s, err := d.follow(want.(string))
	if err != nil {
		return []string{at + ": " + err.Error()}
	}
	return d.check(at, s, value)
}

func typeRule(_ document, at string, _ object, want, value any) []string {
	if allowed, ok := want.([]any); ok && slices.ContainsFunc(allowed, func(t any) bool { return isType(t, value) }) || isType(want, value) {
		return nil
	}
	return []string{fmt.Sprintf("%s: %v is not of type %v", at, value, want)}
}

func isType(name, value any) bool {
	switch v := value.(type) {
	case nil:
		return name == "null"
	case bool:
		return name == "boolean"
	case string:
		return name == "string"
	case float64:
		return name == "number" || name == "integer" && v == math.Trunc(v)
	case []any:
		return name == "array"
	}
	return name == "object"
}

// hasFormat holds moments to the form our clients parse: UTC, milliseconds.
func hasFormat(format, value any) bool {
	switch format {
	case "date-time":
		_, err := time.Parse("2006-01-02T15:04:05.000Z", fmt.Sprint(value))
		return err == nil
	case "int64", "double":
		_, ok := value.(float64)
		return ok
	}
	return false
}

func itemsRule(d document, at string, _ object, want, value any) (found []string) {
	list, _ := value.([]any)
	for i, v := range list {
		found = append(found, d.check(at+"["+strconv.Itoa(i)+"]", want, v)...)
	}
	return found
}

func requiredRule(_ document, at string, _ object, want, value any) (found []string) {
	o, _ := value.(object)
	for _, name := range want.([]any) {
		if _, ok := o[name.(string)]; !ok {
			found = append(found, fmt.Sprintf("%s.%s is missing", at, name))
		}
	}
	return found
}

func propertiesRule(d document, at string, _ object, want, value any) (found []string) {
	o, _ := value.(object)
	for name, v := range o {
		if s, ok := want.(object)[name]; ok {
			found = append(found, d.check(at+"."+name, s, v)...)
		}
	}
	return found
}

func additionalRule(d document, at string, s object, want, value any) (found []string) {
	described, _ := s["properties"].(object)
	o, _ := value.(object)
	for name, v := range o {
		if _, ok := described[name]; ok || want == true {
			continue
		}
		if want == false {
			found = append(found, fmt.Sprintf("%s.%s is not described", at, name))
			continue
		}
		found = append(found, d.check(at+"."+name, want, v)...)
	}
	return found
}
