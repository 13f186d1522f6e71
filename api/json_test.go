package api

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// acceptable is readJSON told in another way: by reading token after token.
func acceptable(text string) bool {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if !utf8.ValidString(text) || !acceptableValue(d, MaxDepth) {
		return false
	}
	_, err := d.Token()
	var v any
	return err == io.EOF && json.Unmarshal([]byte(text), &v) == nil
}

func acceptableValue(d *json.Decoder, depth int) bool {
	token, err := d.Token()
	open, nested := token.(json.Delim)
	if err != nil || !nested {
		return err == nil
	}
	names := map[json.Token]bool{}
	for d.More() {
		if open == '{' {
			name, err := d.Token()
			if err != nil || names[name] {
				return false
			}
			names[name] = true
		}
		if !acceptableValue(d, depth-1) {
			return false
		}
	}
	_, err = d.Token()
	return err == nil && depth > 0
}

// FuzzReadJSON: whatever bytes come, readJSON takes those that mean the same to
// everybody, and decodes them as encoding/json does.
func FuzzReadJSON(f *testing.F) {
	for _, text := range []string{
		`{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}`, `{"a":1,"a":1}`, `{"a":1,"\u0061":1}`, `{"a":{"b":1,"b":2}}`, `{"a:":":","b\"":"{"}`,
		`{"\ud800":1,"\udbff":1}`, "[[]]", "[1,2] ", "1 2", "", " ", "null", `"\\"`, `{"a"`, "\ufeff1", "\"\xff\"", "1e400",
		strings.Repeat("[", 32) + strings.Repeat("]", 32), strings.Repeat("[", 33) + strings.Repeat("]", 33),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got any
		err := readJSON([]byte(text), &got)
		if want := acceptable(text); (err == nil) != want {
			t.Fatalf("%q: %v, want acceptable %v", text, err, want)
		}
		object, isObject := got.(map[string]any)
		if err != nil || !isObject {
			return
		}
		names := slices.Collect(outerNames([]byte(text)))
		for name := range object {
			if !slices.Contains(names, name) {
				t.Errorf("%q: outer names %q, without %q", text, names, name)
			}
		}
		if len(names) != len(object) {
			t.Errorf("%q: outer names %q, want %d", text, names, len(object))
		}
	})
}
