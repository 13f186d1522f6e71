package load

import (
	"bytes"
	"fmt"
	"strconv"
	"time"
)

// A mark stands in the message of an update, so that its deliveries are known again.
type mark struct {
	room   int           // its number, from 0
	number int           // of the update among those of its room, from 1
	due    time.Duration // since the run began, in whole microseconds
}

// String is the mark as a message: "load-7-12-1500000."
func (m mark) String() string {
	return fmt.Sprintf("%s%d-%d-%d.", markPrefix, m.room, m.number, m.due.Microseconds())
}

const markPrefix = "load-"

// findMark returns the mark in a packet.
func findMark(packet []byte) (m mark, ok bool) {
	_, rest, found := bytes.Cut(packet, []byte(markPrefix))
	if !found {
		return m, false
	}
	room, rest, ok1 := cutNumber(rest, '-')
	number, rest, ok2 := cutNumber(rest, '-')
	due, _, ok3 := cutNumber(rest, '.')
	const longest = int(24 * time.Hour / time.Microsecond)
	if !ok1 || !ok2 || !ok3 || number < 1 || due > longest {
		return mark{}, false
	}
	return mark{room, number, time.Duration(due) * time.Microsecond}, true
}

// cutNumber reads a number that ends with end.
func cutNumber(text []byte, end byte) (n int, rest []byte, ok bool) {
	const mostDigits = 12
	at := bytes.IndexByte(text[:min(len(text), mostDigits+1)], end)
	if at < 0 {
		return 0, nil, false
	}
	n, err := strconv.Atoi(string(text[:at]))
	return n, text[at+1:], err == nil && n >= 0
}
