package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// document is a JSON document whose parts refer to each other by "$ref"
// (RFC 6901 pointers into the same document).
type document json.RawMessage

// find decodes the part that a reference such as "#/components/schemas/Order"
// points to.
func (d document) find(ref string, into any) error {
	pointer, local := strings.CutPrefix(ref, "#/")
	if !local {
		return fmt.Errorf("reference %q does not point into its own document", ref)
	}
	part := json.RawMessage(d)
	for segment := range strings.SplitSeq(pointer, "/") {
		var object map[string]json.RawMessage
		if err := json.Unmarshal(part, &object); err != nil {
			return fmt.Errorf("follow %q: %w", ref, err)
		}
		name := strings.NewReplacer("~1", "/", "~0", "~").Replace(segment)
		part = object[name]
		if part == nil {
			return fmt.Errorf("follow %q: there is no %q", ref, name)
		}
	}
	return json.Unmarshal(part, into)
}

// ordered is a JSON object that remembers the order of its members, which
// people chose and which a map forgets.
type ordered[T any] []member[T]

type member[T any] struct {
	Name  string
	Value T
}

// UnmarshalJSON decodes the members one by one.
func (o *ordered[T]) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if opening, err := decoder.Token(); err != nil || opening != json.Delim('{') {
		return errors.Join(errors.New("not a JSON object"), err)
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		m := member[T]{Name: name.(string)} // the decoder has checked that names are strings
		if err := decoder.Decode(&m.Value); err != nil {
			return fmt.Errorf("member %s: %w", m.Name, err)
		}
		*o = append(*o, m)
	}
	return nil
}
