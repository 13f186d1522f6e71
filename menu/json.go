package menu

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"

	"orderup/fault"
	"orderup/tax"
)

// JSON writes m as a file, with one line for each thing, so that two files can
// be compared line by line.
func (m *Menu) JSON() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n\"version\":%d,\n\"language\":%s,\n\"currency\":%s", m.Version, compact(m.Language), compact(m.Currency))
	writeLines(&b, "categories", m.Categories)
	writeLines(&b, "items", m.Items)
	writeLines(&b, "groups", m.Groups)
	writeLines(&b, "taxRates", m.TaxRates)
	b.WriteString("\n}\n")
	return b.Bytes()
}

func writeLines[T any](b *bytes.Buffer, name string, list []T) {
	fmt.Fprintf(b, ",\n%q:[", name)
	for i, x := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		b.Write(compact(x))
	}
	b.WriteByte(']')
}

// compact writes plain data on one line, in letters that people can read.
func compact(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("a menu is plain data, yet: %v", err))
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// ParseJSON reads a file as JSON writes it and checks the menu. It returns a
// TooLarge fault "menu.size", a Malformed fault "menu.json" with the line that
// cannot be read, or a fault of Check.
func ParseJSON(file []byte) (*Menu, error) {
	if err := checkFile(file); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(file))
	d.DisallowUnknownFields()
	m := &Menu{}
	if err := d.Decode(m); err != nil {
		return nil, unreadable(file, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fault.Malformed("menu.json", "the file must be one JSON object, with nothing after it")
	}
	m.fill()
	if err := m.Check(); err != nil {
		return nil, err
	}
	return m, nil
}

// checkFile refuses what is too large or no text.
func checkFile(file []byte) error {
	if len(file) > MaxBytes {
		return fault.TooLarge("menu.size", "the file of a menu has at most %d bytes", MaxBytes)
	}
	if !utf8.Valid(file) {
		return fault.Malformed("menu.encoding", "the file must be UTF-8: in a spreadsheet, save it as \"CSV UTF-8\"")
	}
	return nil
}

// fill makes lists that are missing empty ones.
func (m *Menu) fill() {
	m.Categories, m.Items = append([]Category{}, m.Categories...), append([]Item{}, m.Items...)
	m.Groups, m.TaxRates = append([]Group{}, m.Groups...), append(tax.Rates{}, m.TaxRates...)
}

// unreadable says where a file stops being a menu.
func unreadable(file []byte, err error) error {
	f := fault.Malformed("menu.json", "the file cannot be read: %.200s", strings.TrimPrefix(err.Error(), "json: "))
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		f = fault.Malformed("menu.json", "line %d of the file cannot be read: %v", lineOf(file, syntax.Offset), syntax)
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		f = fault.Malformed("menu.json", "line %d of the file cannot be read: %s must be %s",
			lineOf(file, kind.Offset), cmp.Or(kind.Field, "a menu"), inJSON(kind.Type.Kind()))
	}
	return f.Because(err)
}

// inJSON says what holds a value in a file.
func inJSON(k reflect.Kind) string {
	switch k {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list"
	case reflect.Struct, reflect.Map:
		return "an object"
	}
	return "a whole number"
}

// lineOf returns the line of a place in a file, from 1.
func lineOf(file []byte, offset int64) int { return 1 + bytes.Count(file[:offset], []byte("\n")) }
