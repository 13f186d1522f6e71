package parsers

import (
	"errors"
	"regexp"
	"strings"
)

// difference is one between our parser and the official one that is meant.
type difference struct {
	name    string
	reason  string
	example string
	holds   func(text string, own *packet, refusal error, official *packet) bool
}

var errNumber = errors.New("a number beyond float64")

// whiteSpace is what Number() of JavaScript takes for zero, before a payload.
var whiteSpace = regexp.MustCompile(`^.(?:[^-]*-)?(?:/[^,]*,?)?[0-9]*[\s\v\p{Z}\x{feff}]`)

// oddCount is a number of attachments that is no plain decimal number.
var oddCount = regexp.MustCompile(`^[56][^-]*[^0-9-][^-]*-`)

// longID is a number of so many digits that float64 cannot hold all of them.
var longID = regexp.MustCompile(`[0-9]{16}`)

// socketDifferences are all of Socket.IO. But for the first two, the official parser accepts what ours refuses.
var socketDifferences = []difference{
	{"query in the namespace", "clients of revision 4 could add one; the official server drops it later", `2/a?x=1,["a"]`,
		func(_ string, own *packet, _ error, official *packet) bool {
			if own == nil || official == nil {
				return false
			}
			name, _, found := strings.Cut(official.Namespace, "?")
			return found && own.Namespace == name
		}},
	{"number beyond float64", "it becomes Infinity there; here it stays as it was sent, and Bind refuses it", `2["a",1e400]`,
		func(text string, _ *packet, refusal error, official *packet) bool {
			return official != nil && (errors.Is(refusal, errNumber) || refusal != nil && hugeNumber.MatchString(text))
		}},
	{"nothing or white space for a type", "JavaScript takes both for the number 0, and so for CONNECT", ` {}`,
		refusedWhen(func(text string, _ *packet) bool { return text == "" || !strings.Contains("0123456", text[:1]) })},
	{"odd number of attachments", "JavaScript reads 1.0, 1e0, 0x1 and white space as numbers; no client writes them", `51.0-["a",{"_placeholder":true,"num":0}]`,
		refusedWhen(func(text string, _ *packet) bool { return oddCount.MatchString(text) })},
	{"white space before the payload", "JavaScript takes it for an acknowledgement id of 0, or of NaN", `2 ["a"]`,
		refusedWhen(func(text string, _ *packet) bool { return whiteSpace.MatchString(text) })},
	{"CONNECT_ERROR", "it is the server's to send; the official parser serves both sides", `4{"message":"x"}`,
		refusedWhen(func(_ string, p *packet) bool { return p.Type == 4 })},
	{"no payload", "the specification wants one: an array that is not empty", `2`,
		refusedWhen(func(_ string, p *packet) bool { return (p.Type == 2 || p.Type == 3) && p.Data == nil })},
	{"answer to nothing", "an ACK without an id cannot find its question", `3["a"]`,
		refusedWhen(func(_ string, p *packet) bool { return p.Type == 3 && !p.HasID })},
	{"acknowledgement id above 2^53", "the official parser rounds it, and answers with another", `29007199254740993["a"]`,
		refusedWhen(func(text string, p *packet) bool {
			return p.HasID && longID.MatchString(text) && (p.ID >= 1<<53 || p.ID == 0)
		})}, // 0: Infinity
	{"name that is a number", "events are found by their names, which are strings", `2[1]`,
		refusedWhen(func(_ string, p *packet) bool { return p.Type == 2 && isNumber(p.Data.([]any)[0]) })},
	{"nested deeper than 32", "a bound for whoever decodes it further", `2["a",` + strings.Repeat("[", 32) + strings.Repeat("]", 32) + `]`,
		refusedWhen(func(_ string, p *packet) bool { return depth(p.Data) > 32 })},
	{"fraction of an attachment", "the official parser puts undefined there", `51-["a",{"_placeholder":true,"num":0.5}]`,
		func(_ string, _ *packet, refusal error, official *packet) bool {
			return official != nil && refusal != nil && refusal.Error() == "placeholder without an attachment"
		}},
}

// hugeNumber is a number that may be beyond float64.
var hugeNumber = regexp.MustCompile(`[0-9]e\+?[0-9]{3}`)

// refusedWhen is a difference in which only ours refuses.
func refusedWhen(when func(text string, official *packet) bool) func(string, *packet, error, *packet) bool {
	return func(text string, _ *packet, refusal error, official *packet) bool {
		return refusal != nil && official != nil && when(text, official)
	}
}

func isNumber(v any) bool { _, ok := v.(float64); return ok }

// depth tells how deeply arrays and objects are nested.
func depth(v any) (deepest int) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			deepest = max(deepest, depth(x))
		}
	case map[string]any:
		for _, x := range v {
			deepest = max(deepest, depth(x))
		}
	default:
		return 0
	}
	return deepest + 1
}
