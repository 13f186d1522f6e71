package menu

import (
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"orderup/fault"
	"orderup/money"
)

// ParseCSV reads a file as CSV writes it, or as a spreadsheet does that keeps
// commas, semicolons or tabs between cells and commas in prices, and checks the
// menu. The language of the first column of names is the menu's own. It returns
// a TooLarge fault "menu.size", a Malformed fault "menu.csv" or an Invalid
// fault, with the row and the column that it is about.
func ParseCSV(file []byte, c money.Currency) (*Menu, error) {
	if err := checkFile(file); err != nil {
		return nil, err
	}
	r, err := newSheet(bytes.TrimPrefix(file, []byte(byteOrderMark)), c)
	if err != nil {
		return nil, err
	}
	if err := r.readAll(); err != nil {
		return nil, err
	}
	r.menu.fill()
	if err := r.menu.Check(); err != nil {
		return nil, r.toRow(err)
	}
	return r.menu, nil
}

// A sheet reads a file row by row.
type sheet struct {
	csv      *csv.Reader
	columns  []string
	currency money.Currency
	menu     *Menu
	options  []optionRow
	at       map[string]int // the rows of the menu's things, by their paths

	row   int // the current one, from 1
	cells map[string]string
	err   error // the first of the current row
}

// An optionRow waits for its group, which may stand below it.
type optionRow struct {
	row    int
	group  GroupID
	option Option
}

// newSheet reads the columns of a file.
func newSheet(file []byte, c money.Currency) (*sheet, error) {
	r := csv.NewReader(bytes.NewReader(file))
	r.FieldsPerRecord = -1
	r.Comma = separator(file)
	columns, err := r.Read()
	if err != nil {
		return nil, broken(err)
	}
	s := &sheet{csv: r, columns: columns, currency: c, at: map[string]int{}}
	own, err := s.checkColumns()
	s.menu = &Menu{Language: own, Currency: c}
	return s, err
}

// separator finds out what stands between cells from what is there most often
// between the columns.
func separator(file []byte) rune {
	head, _, _ := bytes.Cut(file, []byte("\n"))
	best := ','
	for _, r := range ";\t" {
		if bytes.Count(head, []byte(string(r))) > bytes.Count(head, []byte(string(best))) {
			best = r
		}
	}
	return best
}

// checkColumns tidies the columns and returns the language of the first one
// that has names.
func (s *sheet) checkColumns() (own Lang, err error) {
	known := columnsOf(Languages[0])
	for i, column := range s.columns {
		column = strings.ToLower(strings.TrimSpace(column))
		s.columns[i] = column
		if column != "" && !slices.Contains(known, column) {
			return "", fault.Invalid("menu.column", "there is no column %.40q: the columns are %s", column, strings.Join(known, ", "))
		}
		if column != "" && slices.Contains(s.columns[:i], column) {
			return "", fault.Invalid("menu.column", "the column %q is there twice", column)
		}
		if l, ok := strings.CutPrefix(column, "name_"); ok && own == "" {
			own = Lang(l)
		}
	}
	if own == "" || !slices.Contains(s.columns, "kind") || !slices.Contains(s.columns, "id") {
		return "", fault.Invalid("menu.column", "the first row must name the columns: at least kind, id and a name such as name_en")
	}
	return own, nil
}

// readAll reads the rows below the columns.
func (s *sheet) readAll() error {
	for {
		cells, err := s.csv.Read()
		if err == io.EOF {
			return s.putOptions()
		}
		if err != nil {
			return broken(err)
		}
		s.row, _ = s.csv.FieldPos(0)
		if err := s.take(cells); err != nil {
			return err
		}
	}
}

// take reads one row. What stands in a column that its kind does not have is a
// mistake that must not pass in silence.
func (s *sheet) take(cells []string) error {
	s.cells, s.err = map[string]string{}, nil
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		switch {
		case cell == "":
		case i >= len(s.columns) || s.columns[i] == "":
			return s.wrong("", "csv", "there is something right of the last column")
		default:
			s.cells[s.columns[i]] = cell
		}
	}
	if len(s.cells) == 0 {
		return nil // an empty row
	}
	s.takeKind(strings.ToLower(s.cell("kind")))
	for _, column := range s.columns {
		if _, left := s.cells[column]; left && s.err == nil {
			return s.wrong(column, "column", "this column is not for rows of this kind: leave it empty")
		}
	}
	return s.err
}
