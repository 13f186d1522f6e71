package menu_test

import (
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"orderup/fault"
	"orderup/menu"
)

// sheet is a small file of a fry shop, as a spreadsheet in Belgium writes it.
const sheet = "kind;id;part_of;name_nl;name_en;price;tax_class;groups;allergens;min;max;option_kind;from;tax_percent\r\n" +
	"category;fries;;Frieten;Fries;;;;;;;;;\r\n" +
	"item;large-fries;fries;Grote friet;Large Fries;3,50;food;sauce;;;;;;\r\n" +
	";;;;;;;;;;;;;\r\n" +
	"option;mayo;sauce;Mayonaise;;0,90;;;eggs, mustard;;;add;;\r\n" +
	"option;none;sauce;Zonder;;-0,10;;;;;;remove;;\r\n" +
	"group;sauce;;Saus;Sauce;;;;;;2;;;\r\n" +
	"tax;;;;;;food;;;;;;2026-01-01;5,5\r\n"

func TestASheetOfASpreadsheetIsRead(t *testing.T) {
	for story, file := range map[string]string{
		"semicolons": sheet, "a byte order mark": "\ufeff" + sheet, "tabs": strings.ReplaceAll(sheet, ";", "\t"), "no line end": strings.TrimSuffix(sheet, "\r\n"),
		"capitals": strings.Replace(strings.Replace(sheet, "kind;id", "Kind; ID ", 1), "item;", "Item;", 1), "commas": strings.ReplaceAll(strings.NewReplacer(",", ".", "eggs, ", "eggs ").Replace(sheet), ";", ","),
	} {
		m, err := menu.ParseCSV([]byte(file), "EUR")
		if err != nil {
			t.Errorf("%s: %v", story, err)
			continue
		}
		it, g := m.Items[0], m.Groups[0]
		if m.Language != "nl" || m.Currency != "EUR" || it.Name["en"] != "Large Fries" || it.Price != 350 || m.TaxRates[0].Points != 550 {
			t.Errorf("%s: %+v", story, m)
		}
		if g.Max != 2 || len(g.Options) != 2 || g.Options[0].Price != 90 || g.Options[1].Price != -10 || len(g.Options[0].Allergens) != 2 {
			t.Errorf("%s: %+v", story, g)
		}
	}
}

func TestASheetIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, err := (&menu.Menu{}).Replace(drawMenu(t), 0)
		if err != nil {
			t.Fatal(err)
		}
		file := m.CSV("EUR")
		again, err := menu.ParseCSV(file, "EUR")
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		if same, err := m.Replace(again, 0); err != nil || same != m {
			t.Fatalf("importing what was exported changed the menu: %v\n%s\n%s", err, file, again.JSON())
		}
		const columns = 400 // bytes that a sheet has and a file has not
		if len(file) > len(m.JSON())+columns {
			t.Fatalf("the sheet has %d bytes, the file only %d: it might be too large to come back", len(file), len(m.JSON()))
		}
	})
}

func TestTheDemoMenuAsASheet(t *testing.T) {
	file := string(menu.Demo().CSV("EUR"))
	for _, row := range []string{
		"\ufeffkind,id,part_of,name_en,name_nl,name_fr,name_de,name_es,price,tax_class,station,prep_seconds,no_prep,hidden,groups,allergens,tags,min,max,option_kind,order_type,from,tax_percent,description_en,description_nl,description_fr,description_de,description_es\r\n",
		"\r\ncategory,fries,,Fries,Frieten,Frites,Pommes frites,Patatas fritas,,,,,,,,,,,,,,,,,,,,\r\n",
		"\r\nitem,beer,drinks,Beer,Bier,Bière,Bier,Cerveza,3.50,alcohol,counter,,yes,,,gluten,,,,,,,,,,,,\r\n",
		"\r\ngroup,flavour,,Flavour,Smaak,Goût,Geschmack,Sabor,,,,,,,,,,1,1,,,,,,,,,\r\n",
		"\r\noption,no-bun,bread,\"In lettuce, no bun\",\"In sla, zonder broodje\",\"En salade, sans pain\",\"Im Salatblatt, ohne Brötchen\",\"En lechuga, sin pan\",-0.50,,,,,,,,,,,choice,,,,,,,,\r\n",
		"\r\ntax,,,,,,,,,food,,,,,,,,,,,dine_in,2010-01-01,12.00,,,,,\r\n",
	} {
		if !strings.Contains(file, row) {
			t.Errorf("it has no %q", row)
		}
	}
}

func TestPricesAreInTheCurrencysOwnDecimals(t *testing.T) {
	m := menu.Demo()
	m.Currency = "JPY"
	file := m.CSV("JPY")
	again, err := menu.ParseCSV(file, "JPY")
	if err != nil || again.Items[0].Price != 350 || !strings.Contains(string(file), ",350,food") {
		t.Errorf("%v", err)
	}
	if _, err := menu.ParseCSV(menu.Demo().CSV("EUR"), "JPY"); !errors.Is(err, fault.KindInvalid) {
		t.Errorf("cents for yen: %v", err)
	}
}

// No cell of a text begins as a formula does, in whatever country the sheet is
// opened; and the text is read back as it was.
func TestFormulasAreDefused(t *testing.T) {
	for _, name := range append([]string{`=HYPERLINK("http://x","y")`, "a\t=1", "a;@x", `a,"'-1`}, hard...) {
		m := menu.Demo()
		m.Categories[0].Name["en"] = name
		if err := m.Check(); err != nil {
			t.Fatal(err)
		}
		want := m.Categories[0].Name["en"]
		file := m.CSV("EUR")
		rows, err := csv.NewReader(strings.NewReader(string(file))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range strings.FieldsFunc(rows[1][3], func(r rune) bool { return strings.ContainsRune(";,\t", r) }) {
			if strings.ContainsAny(strings.TrimLeft(cell, `"`)[:min(1, len(strings.TrimLeft(cell, `"`)))], "=+-@") {
				t.Errorf("%q has a cell %q", name, cell)
			}
		}
		again, err := menu.ParseCSV(file, "EUR")
		if err != nil {
			t.Fatal(err)
		}
		if got := again.Categories[0].Name["en"]; got != want {
			t.Errorf("%q came back as %q", want, got)
		}
	}
}

// An apostrophe that a spreadsheet has put before a text by itself is not part
// of the name.
func TestAnApostropheBeforeAFormulaIsTheSpreadsheets(t *testing.T) {
	m, err := menu.ParseCSV([]byte("kind,id,name_nl\ncategory,a,'=1\ncategory,b,'t Pleintje\n"), "EUR")
	if err != nil || m.Categories[0].Name["nl"] != "=1" || m.Categories[1].Name["nl"] != "'t Pleintje" {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestParseCSVNamesRowAndColumn(t *testing.T) {
	for story, c := range map[string]struct {
		old, new        string
		kind            fault.Kind
		field, sentence string
	}{
		"an unknown column":       {"price", "prijs", fault.KindInvalid, "", `there is no column "prijs": the columns are kind, id, part_of, name_en`},
		"a column twice":          {"name_en", "name_nl", fault.KindInvalid, "", `the column "name_nl" is there twice`},
		"no name":                 {"name_nl;name_en", ";", fault.KindInvalid, "", "the first row must name the columns: at least kind, id and a name such as name_en"},
		"no id":                   {"kind;id;", "kind;;", fault.KindInvalid, "", "the first row must name the columns"},
		"an unknown kind":         {"item;", "dish;", fault.KindInvalid, "rows[3].kind", "row 3, column kind: a row is one of category, item, group, option, tax"},
		"a price in words":        {"3,50", "three", fault.KindInvalid, "rows[3].price", "row 3, column price: this must be a plain number with at most 2 decimals, such as 3.50"},
		"no price":                {"3,50", "", fault.KindInvalid, "rows[3].price", "row 3, column price"},
		"thousands":               {"3,50", "1.000,50", fault.KindInvalid, "rows[3].price", "row 3, column price"},
		"an option's price":       {"0,90", "0,905", fault.KindInvalid, "rows[5].price", "row 5, column price"},
		"half a choice":           {";2;;;\r", ";1.5;;;\r", fault.KindInvalid, "rows[7].max", "row 7, column max: this must be a whole number"},
		"a rate in words":         {"5,5", "low", fault.KindInvalid, "rows[8].tax_percent", "row 8, column tax_percent"},
		"a rate above all":        {"5,5", "101", fault.KindInvalid, "rows[8].tax_percent", "row 8, column tax_percent: rate 1 of tax: a rate must be"},
		"a day":                   {"2026-01-01", "1/1/2026", fault.KindInvalid, "rows[8].from", "row 8, column from: rate 1 of tax: the first day must be a date"},
		"an unknown group":        {"food;sauce", "food;salsa", fault.KindInvalid, "rows[3].groups", `row 3, column groups: item "large-fries": there is no group "salsa"`},
		"an option of no group":   {"mayo;sauce", "mayo;salsa", fault.KindInvalid, "rows[5].part_of", `row 5, column part_of: there is no group "salsa"`},
		"an unknown category":     {"large-fries;fries", "large-fries;chips", fault.KindInvalid, "rows[3].part_of", `row 3, column part_of: item "large-fries": there is no category "chips"`},
		"an unknown class":        {"3,50;food", "3,50;books", fault.KindInvalid, "rows[3].tax_class", "row 3, column tax_class"},
		"a name that is missing":  {"Mayonaise", "", fault.KindInvalid, "rows[5].name_nl", `row 5, column name_nl: group "sauce", option "mayo": the name is missing in "nl", the menu's language`},
		"an unknown option kind":  {"add", "plus", fault.KindInvalid, "rows[5].option_kind", "row 5, column option_kind"},
		"too many choices":        {";2;;;\r", ";3;;;\r", fault.KindInvalid, "rows[7].max", "row 7, column max"},
		"a group without options": {"group;sauce", "group;other;;A;;;;;;;1;;;\r\ngroup;sauce", fault.KindInvalid, "rows[7]", `row 7: group "other": a group has 1 to 50 options`},
		"a cell of another kind":  {"Frieten;Fries;", "Frieten;Fries;2", fault.KindInvalid, "rows[2].price", "row 2, column price: this column is not for rows of this kind: leave it empty"},
		"a cell too many":         {"Fries;;;;;;;;;\r", "Fries;;;;;;;;;;x\r", fault.KindInvalid, "rows[2]", "row 2: there is something right of the last column"},
		"a quotation mark":        {"Grote friet", `"Grote" friet`, fault.KindMalformed, "", "row 3 of the file cannot be read"},
		"an open quotation mark":  {"Grote friet", `"Grote friet`, fault.KindMalformed, "", "row 3 of the file cannot be read"},
		"another encoding":        {"Grote", "Gr\xf6te", fault.KindMalformed, "", `the file must be UTF-8: in a spreadsheet, save it as "CSV UTF-8"`},
		"too much":                {"Grote", strings.Repeat("x", menu.MaxBytes), fault.KindTooLarge, "", "the file of a menu has at most 2097152 bytes"},
	} {
		file := strings.Replace(sheet, c.old, c.new, 1)
		if file == sheet {
			t.Errorf("%s: nothing is wrong with the file", story)
		}
		m, err := menu.ParseCSV([]byte(file), "EUR")
		if f := fault.Of(err); m != nil || !errors.Is(err, c.kind) || f.Field != c.field || !strings.Contains(f.Sentence, c.sentence) {
			t.Errorf("%s: at %q: %v", story, f.Field, err)
		}
	}
	for _, file := range []string{"", "\n\n", "\ufeff"} {
		if _, err := menu.ParseCSV([]byte(file), "EUR"); !errors.Is(err, fault.KindMalformed) || err.Error() != "the file is empty" {
			t.Errorf("%q: %v", file, err)
		}
	}
}

func TestYesHasManyForms(t *testing.T) {
	for cell, want := range map[string]bool{"yes": true, "X": true, "TRUE": true, "1": true, "": false, "no": false, "False": false, "0": false} {
		m, err := menu.ParseCSV([]byte("kind,id,name_en,part_of,price,hidden\ncategory,c,C\nitem,i,I,c,1,"+cell+"\n"), "EUR")
		if err != nil || m.Items[0].Hidden != want {
			t.Errorf("%q: %v", cell, err)
		}
	}
	_, err := menu.ParseCSV([]byte("kind,id,name_en,part_of,price,hidden\ncategory,c,C\nitem,i,I,c,1,perhaps\n"), "EUR")
	if fault.Of(err).Field != "rows[3].hidden" {
		t.Errorf("%v", err)
	}
}

// FuzzParseCSV: whatever is read is a menu that can be written and read again.
func FuzzParseCSV(f *testing.F) {
	f.Add(sheet)
	f.Add("kind\tid\tname_fr\ncategory\ta\t\"'=b\"\n")
	f.Fuzz(func(t *testing.T, file string) {
		m, err := menu.ParseCSV([]byte(file), "EUR")
		if err != nil {
			if fault.Of(err).Kind == fault.KindInternal {
				t.Fatalf("%q: %v", file, err)
			}
			return
		}
		again, err := menu.ParseCSV(m.CSV("EUR"), "EUR")
		if err != nil || !slices.Equal(again.JSON(), m.JSON()) {
			t.Fatalf("%q was written as %s: %v", file, m.CSV("EUR"), err)
		}
	})
}
