package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// MaxDepth is how deep objects and lists of a body may stand in each other.
const MaxDepth = 32

// jsonFormat is huma's JSON, but reads only what means the same to everybody:
// I-JSON (RFC 7493), which has no invalid UTF-8 and no name twice in an object.
var jsonFormat = huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: readJSON}

// readJSON decodes a body. huma does so twice, into an any before all else;
// one look is enough.
func readJSON(text []byte, v any) error {
	whole, first := v.(*any)
	if !first {
		return json.Unmarshal(text, v)
	}
	if !utf8.Valid(text) {
		return errors.New("the body must be UTF-8")
	}
	members, err := countMembers(text)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, v); err != nil {
		return fmt.Errorf("the body must be one JSON value, with nothing after it: %w", err)
	}
	if members != countKept(*whole) {
		return errors.New("a name stands twice in one object of the body: send it once")
	}
	return nil
}

// countMembers counts the members of all objects of a text, which must not be
// nested too deep.
func countMembers(text []byte) (n int, err error) {
	for depth, mark := range marks(text) {
		if depth > MaxDepth {
			return 0, fmt.Errorf("at most %d objects and lists of the body may stand in each other", MaxDepth)
		}
		if mark[0] == ':' {
			n++
		}
	}
	return n, nil
}

// countKept counts the members of all objects of a value: fewer than its text
// has, if a name stood twice, as the last one was kept.
func countKept(v any) (n int) {
	switch v := v.(type) {
	case map[string]any:
		n = len(v)
		for _, inner := range v {
			n += countKept(inner)
		}
	case []any:
		for _, inner := range v {
			n += countKept(inner)
		}
	}
	return n
}

// marks yields what gives a JSON text its shape, and how many objects and lists
// it stands in: brackets, colons, and strings with their quotes. Of a text that
// is no JSON it yields something.
func marks(text []byte) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		depth := 0
		for i := 0; i < len(text); i++ {
			end := i + 1
			switch text[i] {
			case '"':
				end = i + 1 + stringEnd(text[i+1:])
			case '{', '[':
				depth++
			case '}', ']':
				depth--
			case ':':
			default:
				continue
			}
			if !yield(depth, text[i:end]) {
				return
			}
			i = end - 1
		}
	}
}

// stringEnd returns how many bytes a string has from after its first quote to
// after its last.
func stringEnd(text []byte) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// outerNames yields the names in the outermost object of a JSON text.
func outerNames(text []byte) iter.Seq[string] {
	return func(yield func(string) bool) {
		var name []byte
		for depth, mark := range marks(text) {
			if depth != 1 {
				continue
			}
			if mark[0] == ':' && !yield(unquoted(name)) {
				return
			}
			name = mark
		}
	}
}

func unquoted(name []byte) (s string) {
	if bytes.IndexByte(name, '\\') < 0 {
		return string(bytes.Trim(name, `"`))
	}
	if json.Unmarshal(name, &s) != nil {
		return string(name) // no JSON, which is said elsewhere
	}
	return s
}
