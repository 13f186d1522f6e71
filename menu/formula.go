package menu

import "regexp"

// A cell that begins with one of these is taken for a formula by a spreadsheet,
// which may then run it (CWE-1236). A cell also begins after each separator of
// another country's spreadsheet, and after quotation marks.
var (
	formula = regexp.MustCompile(`(^|[;,\t])(["']*[=+\-@])`)
	defused = regexp.MustCompile(`(^|[;,\t])'(["']*[=+\-@])`)
)

// defuse puts an apostrophe before what would be a formula: spreadsheets show
// it as text.
func defuse(s string) string { return formula.ReplaceAllString(s, "${1}'${2}") }

// fuse undoes defuse.
func fuse(s string) string { return defused.ReplaceAllString(s, "${1}${2}") }
