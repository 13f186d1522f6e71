package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	if _, first := v.(*any); first {
		if err := checkJSON(text); err != nil {
			return err
		}
	}
	return json.Unmarshal(text, v)
}

func checkJSON(text []byte) error {
	if !utf8.Valid(text) {
		return errors.New("the body must be UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := checkValue(d, MaxDepth); err != nil {
		return fmt.Errorf("the body must be JSON: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("the body must be one JSON value, with nothing after it")
	}
	return nil
}

// checkValue reads one value with at most depth objects and lists in each
// other.
func checkValue(d *json.Decoder, depth int) error {
	token, err := d.Token()
	if err != nil {
		return wholly(err)
	}
	open, nested := token.(json.Delim)
	switch {
	case !nested:
		return nil
	case depth == 0:
		return fmt.Errorf("at most %d objects and lists may stand in each other", MaxDepth)
	case open == '{':
		return checkObject(d, depth)
	}
	for d.More() {
		if err := checkValue(d, depth-1); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return wholly(err)
}

func checkObject(d *json.Decoder, depth int) error {
	seen := map[json.Token]bool{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return wholly(err)
		}
		if seen[name] {
			return fmt.Errorf("%q stands twice in one object", name)
		}
		seen[name] = true
		if err := checkValue(d, depth-1); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return wholly(err)
}

// wholly says of an end that came too early what it is.
func wholly(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
