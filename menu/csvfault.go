package menu

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"orderup/fault"
)

// broken says where a file stops being CSV.
func broken(err error) error {
	if err == io.EOF {
		return fault.Malformed("menu.csv", "the file is empty")
	}
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		return fault.Malformed("menu.csv", "row %d of the file cannot be read: %v", p.StartLine, p.Err).Because(err)
	}
	return fault.Malformed("menu.csv", "the file cannot be read").Because(err)
}

// wrong is about a column of the current row.
func (s *sheet) wrong(column, code, format string, args ...any) error {
	return inRow(fault.Invalid("menu."+code, format, args...), s.row, column)
}

func inRow(f *fault.Fault, row int, column string) error {
	at, where := fmt.Sprintf("rows[%d]", row), fmt.Sprintf("row %d", row)
	if column != "" {
		at, where = at+"."+column, where+", column "+column
	}
	f = f.At(at)
	f.Sentence = where + ": " + f.Sentence
	return f
}

// toRow makes a fault that is about a thing of the menu one about its row.
func (s *sheet) toRow(err error) error {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return err
	}
	for path := f.Field; path != ""; path = path[:max(strings.LastIndexByte(path, '.'), 0)] {
		if row, known := s.at[path]; known {
			return inRow(f, row, columnOf(strings.TrimPrefix(f.Field[len(path):], ".")))
		}
	}
	return err
}

// columnOf returns the column of a field.
func columnOf(field string) string {
	switch field {
	case "priceMinor":
		return "price"
	case "taxClass", "class":
		return "tax_class"
	case "prepSeconds":
		return "prep_seconds"
	case "category":
		return "part_of"
	case "kind":
		return "option_kind"
	case "orderType":
		return "order_type"
	case "points":
		return "tax_percent"
	case "options":
		return ""
	}
	return strings.ReplaceAll(field, ".", "_")
}
