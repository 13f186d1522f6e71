package parsers

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// generator makes packets that are mostly right, and then spoils some of them. What it makes is valid UTF-8: other bytes
// never reach a parser.
type generator struct{ *rand.Rand }

func (g generator) pick(from ...string) string { return from[g.IntN(len(from))] }

// socketPacket is a packet of Socket.IO.
func (g generator) socketPacket() string {
	kind := g.pick("0", "1", "2", "2", "2", "2", "3", "5", "5", "6", g.pick("4", "7"))
	var b strings.Builder
	b.WriteString(kind)
	if kind >= "5" {
		fmt.Fprintf(&b, "%s-", g.pick("1", "1", "2", "2", "10", "10", "10", "11", "0", "01", "1.0", "99999", "-1"))
	}
	b.WriteString(g.pick("", "", "", "/,", "/admin,", "/admin", "/a?x=1,", "/ä/€,"))
	b.WriteString(g.pick("", "", "", "", "", "", "0", "12", "7", "007", "9007199254740992", "9007199254740993", "1000000000000000000000000", "1.5", "-1"))
	b.WriteString(g.payload(kind))
	return g.spoil(b.String())
}

func (g generator) payload(kind string) string {
	switch kind {
	case "0", "4":
		return g.pick("", `{"token":"123"}`, `{}`, `[]`, `"x"`, `null`, g.json(3))
	case "1":
		return g.pick("", "", "{}")
	}
	name := g.pick(`"message"`, `"a"`, g.pick(`"connect"`, `"\u0063onnect"`, `"disconnecting"`, `"error"`, `""`, `1`, `null`, `{"toString":"foo"}`))
	return "[" + strings.Join(append([]string{name}, g.values()...), ",") + "]"
}

func (g generator) values() (values []string) {
	for range g.IntN(4) {
		values = append(values, g.json(4))
	}
	return values
}

// json is a value, now and then a placeholder, and now and then a very deep one.
func (g generator) json(depth int) string {
	if g.IntN(400) == 0 {
		n := 20 + g.IntN(20)
		return strings.Repeat("[", n) + strings.Repeat("]", n)
	}
	switch kind := g.IntN(9); {
	case kind < 2 && depth > 0:
		return "[" + g.json(depth-1) + "," + g.json(depth-1) + "]"
	case kind < 4 && depth > 0:
		return fmt.Sprintf(`{%s:%s,"__proto__":%s}`, g.text(), g.json(depth-1), g.json(depth-1))
	case kind == 4:
		return fmt.Sprintf(`{"_placeholder":%s,"num":%s}`, g.pick("true", "true", "true", "false", "1"), g.pick("0", "0", "0", "1", "1", "9", "-0", g.pick("-1", "0.5", `"splice"`)))
	}
	return g.pick(g.text(), g.text(), "0", "-0", "3.50", "1e2", g.pick("1e308", "1e400"), "12345678901234567890", "true", "false", "null", " null ")
}

func (g generator) text() string {
	return g.pick(`"a"`, `"€"`, `"\ud83c\udf54"`, `"\ud800"`, `"\u001e"`, `"\\\""`, `"_placeholder"`, `"[[[{{{"`, "\"\u2028\"", "\"\x7f\"")
}

// enginePayload is a body of long-polling.
func (g generator) enginePayload() string {
	parts := make([]string, 1+g.IntN(4))
	if g.IntN(500) == 0 {
		parts = make([]string, 999+g.IntN(3))
	}
	for i := range parts {
		parts[i] = g.pick("4hello", "4€", "4", "3", "2probe", "1", "6", "b", "bAQIDBA==", "bAQID", "bAQ=", "bA", "b-_-_", "bAR==", "", "7", "9x", "4b")
	}
	return g.spoil(strings.Join(parts, "\x1e"))
}

// spoil leaves half of the packets as they are, and changes some letters of the others.
func (g generator) spoil(packet string) string {
	letters := []rune(packet)
	for range max(0, g.IntN(6)-2) {
		at := g.IntN(len(letters) + 1)
		rest := append([]rune(nil), letters[at:]...)
		switch g.IntN(3) {
		case 0: // one more
			letters = append(append(letters[:at:at], g.letter()), rest...)
		case 1: // one less
			letters = append(letters[:at:at], rest[min(1, len(rest)):]...)
		case 2: // another
			letters = append(append(letters[:at:at], g.letter()), rest[min(1, len(rest)):]...)
		}
	}
	return string(letters)
}

func (g generator) letter() rune {
	letters := []rune("0123456789-+.eEb/?,[]{}:\"\\ \t\n\r\x00\x1e\u00a0\ufeff\u2028€ä=_tfnux")
	return letters[g.IntN(len(letters))]
}
