package web

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// sampleDepth bounds samples of schemas that contain themselves.
const sampleDepth = 10

// sample writes an example of a schema: the one it gives, or else one made of
// its parts. Members keep their order.
func (r *reader) sample(s schema) (string, error) {
	compact, err := r.value(s, sampleDepth)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, compact, "", "  "); err != nil {
		return "", fmt.Errorf("example of a schema: %w", err)
	}
	return out.String(), nil
}

func (r *reader) value(s schema, depth int) ([]byte, error) {
	given := given(s)
	switch {
	case given != nil:
		return given, nil
	case depth == 0:
		return []byte("null"), nil
	case s.Ref != "" || len(s.AllOf) > 0:
		resolved, err := r.resolve(s)
		if err != nil {
			return nil, err
		}
		resolved.AllOf = nil
		return r.value(resolved, depth-1)
	case len(s.alternatives()) > 0:
		return r.value(s.alternatives()[0], depth-1)
	case len(s.Properties) > 0:
		return r.members(s, depth)
	case s.Items != nil:
		entry, err := r.value(*s.Items, depth-1)
		return fmt.Appendf(nil, "[%s]", entry), err
	}
	return []byte(simple(s)), nil
}

// given is the example that the schema itself names.
func given(s schema) []byte {
	switch {
	case s.Example != nil:
		return s.Example
	case len(s.Examples) > 0:
		return s.Examples[0]
	case s.Const != nil:
		return []byte(jsonList([]any{s.Const}))
	case len(s.Enum) > 0:
		return []byte(jsonList(s.Enum[:1]))
	case s.Default != nil:
		return []byte(jsonList([]any{s.Default}))
	}
	return nil
}

func (r *reader) members(s schema, depth int) ([]byte, error) {
	var out bytes.Buffer
	for _, property := range s.Properties {
		if property.Name == "$schema" {
			continue
		}
		value, err := r.value(property.Value, depth-1)
		if err != nil {
			return nil, err
		}
		if out.Len() > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, "%s:%s", jsonList([]any{property.Name}), value)
	}
	return fmt.Appendf(nil, "{%s}", out.Bytes()), nil
}

// simple is a value of a type without parts.
func simple(s schema) string {
	if len(s.Type) == 0 {
		return "null"
	}
	switch s.Type[0] {
	case "string":
		if s.Format == "date-time" {
			return `"2026-01-01T18:42:00.000Z"`
		}
		return `"text"`
	case "integer", "number":
		return "1"
	case "boolean":
		return "true"
	case "object":
		return "{}"
	case "array":
		return "[]"
	}
	return "null"
}
