// Package text makes what people typed fit to be kept and shown.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean takes control characters and marks that turn the direction of writing
// out of s, makes line breaks and tabs spaces, brings it to Unicode form C and
// trims it; false unless min to max characters are left.
func Clean(s string, min, max int) (string, bool) {
	if len(s) > 16*max || !utf8.ValidString(s) { // far too long: not worth the work
		return "", false
	}
	s = strings.TrimSpace(norm.NFC.String(strings.Map(printable, s))) // form C last: what is taken out may have kept letters apart
	n := utf8.RuneCountInString(s)
	return s, n >= min && n <= max
}

// printable maps what must not stand in a text to nothing, and line breaks to
// a space.
func printable(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\t':
		return ' '
	case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029, r == 0xFEFF:
		return -1
	}
	return r
}
