package menu

import (
	"strconv"
	"strings"

	"orderup/money"
)

// cell takes what stands in a column of the current row.
func (s *sheet) cell(column string) string {
	cell := s.cells[column]
	delete(s.cells, column)
	return cell
}

// text takes a text in every language.
func (s *sheet) text(what string) Text {
	t := Text{}
	for _, l := range Languages {
		if cell := s.cell(what + "_" + string(l)); cell != "" {
			t[l] = fuse(cell)
		}
	}
	return t
}

// list takes a list of words.
func list[T ~string](s *sheet, column string) (words []T) {
	for _, word := range strings.FieldsFunc(s.cell(column), func(r rune) bool { return strings.ContainsRune(" ,;|", r) }) {
		words = append(words, T(word))
	}
	return words
}

// number takes a whole number; an empty cell is 0.
func (s *sheet) number(column string) int {
	cell := s.cell(column)
	n, err := strconv.Atoi(cell)
	if cell != "" && err != nil && s.err == nil {
		s.err = s.wrong(column, "number", "this must be a whole number")
	}
	return n
}

// amount takes a price or a percentage, with a decimal point or, as some
// countries write it, a comma.
func (s *sheet) amount(column string, c money.Currency) money.Amount {
	a, err := c.Parse(strings.Replace(s.cell(column), ",", ".", 1))
	if err != nil && s.err == nil {
		s.err = s.wrong(column, "number", "this must be a plain number with at most %d decimals, such as 3.50", c.Digits())
	}
	return a
}

// difference takes what an option changes the price by; an empty cell is 0.
func (s *sheet) difference() money.Amount {
	if s.cells["price"] == "" {
		return 0
	}
	return s.amount("price", s.currency)
}

// yes takes a yes or no; an empty cell is no.
func (s *sheet) yes(column string) bool {
	switch strings.ToLower(s.cell(column)) {
	case "yes", "y", "x", "true", "1":
		return true
	case "", "no", "n", "false", "0":
		return false
	}
	if s.err == nil {
		s.err = s.wrong(column, "yes", "this must be yes or no")
	}
	return false
}
