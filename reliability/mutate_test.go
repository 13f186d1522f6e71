package reliability

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// mutator makes what a hostile client sends over one connection: pieces that are right, and what becomes of them.
type mutator struct {
	*rand.Rand
	corpus []attack
}

// piecesEach is how many pieces a connection sends at most.
const piecesEach = 50

// frames are messages of clients, as they should be and as they should not.
var frames = []string{
	"40", `40{"as":"guest"}`, "41", "3", "1", "2", "40/other,", `42["join_order_room",{"orderId":"x"}]`, `421["join_order_room",{"orderId":"x","since":"y"}]`,
	`42["leave_order_room",{"orderId":"x"}]`, `42["join_order_room",null]`, `42["join_order_room"]`, `43["x"]`, `431[]`, `42["x",{"a":[[[[1.5e3]]]]}]`,
	`451-["join_order_room",{"_placeholder":true,"num":0}]`, `461-1[{"_placeholder":true,"num":0}]`, `42["` + strings.Repeat("x", 2000) + `"]`, `42["x","\ud800"]`, "4", "",
}

// script returns what one connection sends, of one of the kinds that there are.
func (m mutator) script() (pieces [][]byte) {
	switch m.IntN(3) {
	case 0: // one of the attacks, or several
		for range 1 + m.IntN(3) {
			pieces = append(pieces, m.spoil([]byte(m.corpus[m.IntN(len(m.corpus))].sent)))
		}
	case 1: // requests over one connection
		for range piecesEach {
			pieces = append(pieces, m.spoil(m.request()))
		}
	default: // a WebSocket
		pieces = append(pieces, m.spoilSeldom([]byte(webSocketHandshake)), textFrame(`40{"as":"guest"}`))
		for len(pieces) < piecesEach {
			pieces = append(pieces, m.frame())
		}
	}
	return pieces
}

func (m mutator) request() []byte {
	const head = " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
	body := menu
	if m.IntN(2) == 0 {
		body = string(m.spoil([]byte(body)))
	}
	target := []string{"POST /orders", "POST /orders/x/status", "GET /orders?limit=1", "GET /healthz", "POST /socket.io/?EIO=4&transport=polling&sid=x", "OPTIONS /orders"}[m.IntN(6)]
	if strings.HasPrefix(target, "GET") {
		body = ""
	}
	return fmt.Appendf(nil, "%s%sContent-Length: %d\r\n\r\n%s", target, head, len(body), body)
}

// frame is a message that is spoiled as a text, as a frame, or not at all.
func (m mutator) frame() []byte {
	text := frames[m.IntN(len(frames))]
	switch m.IntN(6) {
	case 0:
		return m.spoil(textFrame(text))
	case 1:
		return textFrame(string(m.spoil([]byte(text))))
	case 2:
		return framed([]byte{0x82, 0x89, 0x8a, 0x01, 0x80, 0x00}[m.IntN(6)], text[:min(len(text), 125)])
	}
	return textFrame(`42["join_order_room",{"orderId":"x"}]`) // so that the connection lives a while
}

func (m mutator) spoilSeldom(b []byte) []byte {
	if m.IntN(10) == 0 {
		return m.spoil(b)
	}
	return b
}

// spoil changes some bytes.
func (m mutator) spoil(b []byte) []byte {
	b = slices.Clone(b)
	for range 1 + m.IntN(4) {
		at := m.IntN(len(b) + 1)
		end := min(len(b), at+1+m.IntN(8))
		switch m.IntN(5) {
		case 0:
			b = slices.Delete(b, at, end)
		case 1:
			b = slices.Insert(b, at, slices.Clone(b[at:end])...)
		case 2:
			b = slices.Insert(b, at, []byte(m.token())...)
		case 3:
			if at < len(b) {
				b[at] ^= 1 << m.IntN(8)
			}
		case 4:
			for i := at; i < end; i++ {
				b[i] = byte(m.IntN(256))
			}
		}
	}
	return b
}

// token is something that parsers have stumbled over before.
func (m mutator) token() string {
	tokens := []string{"\r\n", "\n", "\x00", "\x1e", "\xff", "[[[[[[[[", `{"_placeholder":true,"num":99}`, "-1", "1e400", "99999999999999999999", "../", "%00", "%zz",
		"\r\nTransfer-Encoding: chunked\r\n", "\r\nContent-Length: 4\r\n", "\r\nExpect: 100-continue\r\n", "\r\nUpgrade: websocket\r\n", "__proto__", "\ud7ff", "\u202e"}
	return tokens[m.IntN(len(tokens))]
}
