package web

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// language is one the pages are translated into.
type language struct {
	Code string // BCP 47
	Name string // in the language itself
}

// languages in the order of the picker. The first is what everybody gets whose
// own language is not among them.
var languages = []language{
	{"en", "English"}, {"nl", "Nederlands"}, {"fr", "Français"}, {"de", "Deutsch"}, {"es", "Español"},
}

// words are the texts of one language by key.
type words map[string]string

// catalogue has the words of every language.
type catalogue map[string]words

func readCatalogue(files fs.FS) (catalogue, error) {
	c := catalogue{}
	for _, l := range languages {
		text, err := fs.ReadFile(files, "lang/"+l.Code+".json")
		if err != nil {
			return nil, fmt.Errorf("read words of %s: %w", l.Name, err)
		}
		var w words
		if err := json.Unmarshal(text, &w); err != nil {
			return nil, fmt.Errorf("parse words of %s: %w", l.Name, err)
		}
		c[l.Code] = w
	}
	return c, nil
}

func (c catalogue) has(code string) bool { _, ok := c[code]; return ok }

// choose returns the best language for an Accept-Language field (RFC 9110,
// 12.5.4): the highest weight wins, the first of equals; regions are ignored.
func (c catalogue) choose(acceptLanguage string) string {
	best, weight := languages[0].Code, 0.0
	for entry := range strings.SplitSeq(acceptLanguage, ",") {
		tag, parameter, _ := strings.Cut(entry, ";")
		code, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		if q := quality(parameter); c.has(code) && q > weight {
			best, weight = code, q
		}
	}
	return best
}

// quality reads a weight such as "q=0.8"; without one it is 1, and what cannot
// be read counts as a refusal.
func quality(parameter string) float64 {
	parameter = strings.TrimSpace(parameter)
	if parameter == "" {
		return 1
	}
	number, ok := strings.CutPrefix(strings.ToLower(parameter), "q=")
	q, err := strconv.ParseFloat(number, 64)
	if !ok || err != nil || !(q >= 0 && q <= 1) {
		return 0
	}
	return q
}
