package menu

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
		return nil, unreadable(file, d.InputOffset(), err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fault.Malformed("menu.json", "the file must be one JSON object, with nothing after it")
	}
	m.fill()
	return m, m.Check()
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
func unreadable(file []byte, offset int64, err error) error {
	complaint := err.Error()
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = syntax.Offset
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset, complaint = kind.Offset, fmt.Sprintf("%s cannot be a %s", kind.Field, kind.Value)
	}
	line := 1 + bytes.Count(file[:min(max(offset, 0), int64(len(file)))], []byte("\n"))
	return fault.Malformed("menu.json", "line %d of the file cannot be read: %s", line, cut(complaint)).Because(err)
}
