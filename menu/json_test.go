package menu_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"orderup/fault"
	"orderup/menu"
)

func TestAFileIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, err := (&menu.Menu{Version: 6}).Replace(drawMenu(t), 0)
		if err != nil {
			t.Fatal(err)
		}
		again, err := menu.ParseJSON(m.JSON())
		if err != nil || !bytes.Equal(again.JSON(), m.JSON()) {
			t.Fatalf("%v\n%s\n%s", err, m.JSON(), again.JSON())
		}
		if same, err := m.Replace(again, 0); err != nil || same != m {
			t.Fatalf("importing what was exported changed the menu: %v", err)
		}
	})
}

// TestTheDemoFileIsAsExported: what an owner gets by exporting the demo menu is
// the file in this folder.
func TestTheDemoFileIsAsExported(t *testing.T) {
	file, err := os.ReadFile("demo.json")
	if err != nil {
		t.Fatal(err)
	}
	if got := menu.Demo().JSON(); !bytes.Equal(got, file) {
		t.Errorf("the demo menu is written as\n%s", got)
	}
	if lines := bytes.Count(file, []byte("\n")); lines != 9+len(menu.Demo().Categories)+len(menu.Demo().Items)+len(menu.Demo().Groups)+len(menu.Demo().TaxRates) {
		t.Errorf("%d lines: one thing on each?", lines)
	}
}

func TestParseJSONRefuses(t *testing.T) {
	good := string(menu.Demo().JSON())
	for story, c := range map[string]struct {
		file           string
		kind           fault.Kind
		code, sentence string
	}{
		"nothing":             {"", fault.KindMalformed, "menu.json", "the file cannot be read: EOF"},
		"half a file":         {good[:900], fault.KindMalformed, "menu.json", "the file cannot be read: unexpected EOF"},
		"a comma too many":    {strings.Replace(good, `"items":[`, `"items":[,`, 1), fault.KindMalformed, "menu.json", "line 13 of the file cannot be read: invalid character ',' looking for beginning of value"},
		"a word for a price":  {strings.Replace(good, `"priceMinor":300`, `"priceMinor":"3.00"`, 1), fault.KindMalformed, "menu.json", "line 15 of the file cannot be read: items.priceMinor must be a whole number"},
		"half a cent":         {strings.Replace(good, `"priceMinor":300`, `"priceMinor":3.5`, 1), fault.KindMalformed, "menu.json", "line 15 of the file cannot be read: items.priceMinor must be a whole number"},
		"an unknown field":    {strings.Replace(good, `"priceMinor":300`, `"price":3.50`, 1), fault.KindMalformed, "menu.json", `the file cannot be read: unknown field "price"`},
		"two files":           {good + good, fault.KindMalformed, "menu.json", "the file must be one JSON object, with nothing after it"},
		"a list":              {"[]", fault.KindMalformed, "menu.json", "line 1 of the file cannot be read: a menu must be an object"},
		"a number for a name": {strings.Replace(good, `"en":"Medium Fries"`, `"en":7`, 1), fault.KindMalformed, "menu.json", "line 15 of the file cannot be read: items.name must be a string"},
		"a word for a yes":    {`{"items":[{"hidden":"yes"}]}`, fault.KindMalformed, "menu.json", "items.hidden must be true or false"},
		"an object as a list": {`{"items":{}}`, fault.KindMalformed, "menu.json", "items must be a list"},
		"null":                {"null", fault.KindInvalid, "menu.language", "the menu's language must be one of [en nl fr de es]"},
		"another encoding":    {strings.Replace(good, "ü", "\xfc", 1), fault.KindMalformed, "menu.encoding", "the file must be UTF-8"},
		"too much":            {good + strings.Repeat(" ", menu.MaxBytes), fault.KindTooLarge, "menu.size", "the file of a menu has at most 2097152 bytes"},
		"what cannot be kept": {strings.Replace(good, `"priceMinor":300`, `"priceMinor":-300`, 1), fault.KindInvalid, "menu.price", `item "medium-fries": a price must not be negative`},
	} {
		m, err := menu.ParseJSON([]byte(c.file))
		if f := fault.Of(err); m != nil || !errors.Is(err, c.kind) || f.Code != c.code || !strings.Contains(f.Sentence, c.sentence) {
			t.Errorf("%s: %v", story, err)
		}
	}
}

// FuzzParseJSON: whatever is read is a menu that can be written and read again.
func FuzzParseJSON(f *testing.F) {
	f.Add([]byte(`{"language":"nl","categories":null,"items":[{"id":"a","name":{"nl":"x"},"taxClass":""}]}`))
	f.Add([]byte(`{"language":"en","groups":[{"id":"g","name":{"en":"x"},"max":1,"options":[{"id":"o","name":{"en":" y "},"kind":"add"}]}]}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		m, err := menu.ParseJSON(file)
		if err != nil {
			if fault.Of(err).Kind == fault.KindInternal {
				t.Fatalf("%q: %v", file, err)
			}
			return
		}
		if again, err := menu.ParseJSON(m.JSON()); err != nil || !bytes.Equal(again.JSON(), m.JSON()) {
			t.Fatalf("%q was written as %s: %v", file, m.JSON(), err)
		}
	})
}
