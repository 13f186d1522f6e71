package menu

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"orderup/money"
	"orderup/tax"
)

// The kinds of row of a CSV file: what stands in the column "kind".
const (
	rowCategory = "category"
	rowItem     = "item"
	rowGroup    = "group"
	rowOption   = "option"
	rowTax      = "tax"
)

// percent counts in hundredths of a percent as money counts in cents.
const percent money.Currency = "%"

// byteOrderMark tells spreadsheets that a file is UTF-8.
const byteOrderMark = "\ufeff"

// columnsOf returns the columns of a file, names first in the menu's own
// language.
func columnsOf(own Lang) []string {
	others := slices.DeleteFunc(slices.Clone(Languages), func(l Lang) bool { return l == own })
	langs := append([]Lang{own}, others...)
	columns := []string{"kind", "id", "part_of"}
	columns = append(columns, inEach("name", langs)...)
	columns = append(columns, "price", "tax_class", "station", "prep_seconds", "no_prep", "hidden", "groups", "allergens", "tags",
		"min", "max", "option_kind", "order_type", "from", "tax_percent")
	return append(columns, inEach("description", langs)...)
}

// inEach returns the columns of a text.
func inEach(what string, langs []Lang) (columns []string) {
	for _, l := range langs {
		columns = append(columns, what+"_"+string(l))
	}
	return columns
}

// A row is what stands in its columns.
type row map[string]string

// CSV writes m as a file for spreadsheets, with prices in major units of c.
// Versions are not in it.
func (m *Menu) CSV(c money.Currency) []byte {
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	w, columns := csv.NewWriter(&b), columnsOf(m.Language)
	w.UseCRLF = true
	_ = w.Write(columns) // memory takes everything
	for _, r := range m.rows(c) {
		cells := make([]string, len(columns))
		for i, column := range columns {
			cells[i] = r[column]
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return b.Bytes()
}

// rows returns what stands in a file below its columns.
func (m *Menu) rows(c money.Currency) (rows []row) {
	for _, x := range m.Categories {
		rows = append(rows, row{"kind": rowCategory, "id": string(x.ID)}.with("name", x.Name))
	}
	for _, it := range m.Items {
		rows = append(rows, it.row(c))
	}
	for _, g := range m.Groups {
		rows = append(rows, g.row())
		for _, o := range g.Options {
			rows = append(rows, o.row(g.ID, c))
		}
	}
	for _, r := range m.TaxRates {
		rows = append(rows, rateRow(r))
	}
	return rows
}

// with adds a text in every language.
func (r row) with(what string, t Text) row {
	for l, s := range t {
		r[what+"_"+string(l)] = defuse(s)
	}
	return r
}

func (it Item) row(c money.Currency) row {
	return row{
		"kind": rowItem, "id": string(it.ID), "part_of": string(it.Category), "price": c.Format(it.Price), "tax_class": string(it.TaxClass),
		"station": string(it.Station), "prep_seconds": figure(it.PrepSeconds), "no_prep": yes(it.NoPrep), "hidden": yes(it.Hidden),
		"groups": words(it.Groups), "allergens": words(it.Allergens), "tags": words(it.Tags),
	}.with("name", it.Name).with("description", it.Description)
}

func (g Group) row() row {
	return row{"kind": rowGroup, "id": string(g.ID), "min": strconv.Itoa(g.Min), "max": strconv.Itoa(g.Max)}.with("name", g.Name)
}

func (o Option) row(g GroupID, c money.Currency) row {
	r := row{
		"kind": rowOption, "id": string(o.ID), "part_of": string(g), "option_kind": string(o.Kind),
		"prep_seconds": figure(o.PrepSeconds), "allergens": words(o.Allergens),
	}
	if o.Price != 0 {
		r["price"] = c.Format(o.Price)
	}
	return r.with("name", o.Name)
}

func rateRow(r tax.Rate) row {
	return row{
		"kind": rowTax, "tax_class": string(r.Class), "order_type": r.OrderType, "from": string(r.From),
		"tax_percent": percent.Format(money.Amount(r.Points)),
	}
}

// figure writes a number, and nothing for 0.
func figure(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// words writes a list of ids with spaces between them.
func words[T ~string](list []T) string {
	var texts []string
	for _, x := range list {
		texts = append(texts, string(x))
	}
	return strings.Join(texts, " ")
}
