package menu

import (
	"slices"
	"strings"
)

// A Lang is the code of a language (ISO 639-1).
type Lang string

// Languages lists the languages that a menu can be written in.
var Languages = []Lang{"en", "nl", "fr", "de", "es"}

// ParseLang reads a language with or without a region, such as "nl-BE"; false
// if it is none of Languages.
func ParseLang(tag string) (Lang, bool) {
	primary, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	return Lang(primary), slices.Contains(Languages, Lang(primary))
}

// A Text is the same in several languages.
type Text map[Lang]string

// In returns t in the first of the languages that it has, or else in any,
// always the same one.
func (t Text) In(langs ...Lang) string {
	for _, l := range append(langs, Languages...) {
		if s := t[l]; s != "" {
			return s
		}
	}
	return ""
}
