package reliability

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var crowd = flag.Int("crowd", 100, "how many clients are there in TestOversize while others send too much")

// pressers is how many clients send as much as they may at the same time.
const pressers = 200

// maxPayload is the size in bytes of the largest message that the program takes.
const maxPayload = 64 << 10

// framed is a WebSocket frame of a client with this first byte, RFC 6455 section 5.2, with a mask of zeros.
func framed(first byte, payload string) []byte {
	f := textFrame(payload)
	f[0] = first
	return f
}

// announced is the header of a text frame of n bytes, without them.
func announced(n uint64) []byte {
	return append(binary.BigEndian.AppendUint64([]byte{0x81, 0xff}, n), 0, 0, 0, 0)
}

// lastWord sends frames over a new WebSocket and returns the code it is closed with; 0 if it is closed without one.
func lastWord(ctx context.Context, host string, frames ...[]byte) (code int, err error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", host)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return 0, err
	}
	sent := append([]byte(webSocketHandshake), textFrame(`40{"as":"guest"}`)...)
	_, _ = conn.Write(append(sent, slices.Concat(frames...)...)) // what is read then tells
	in := bufio.NewReader(conn)
	if _, err := http.ReadResponse(in, nil); err != nil {
		return 0, err
	}
	for {
		head := make([]byte, 2)
		if _, err := io.ReadFull(in, head); err != nil {
			return 0, err
		}
		n, err := frameLength(in, head[1])
		if err != nil {
			return 0, err
		}
		payload := make([]byte, n)
		if _, err := io.ReadFull(in, payload); err != nil {
			return 0, err
		}
		if head[0] == 0x88 && n >= 2 {
			return int(binary.BigEndian.Uint16(payload)), nil
		}
	}
}

// brokenUTF8 are bytes that are not UTF-8, in the classes of RFC 3629.
var brokenUTF8 = map[string][]string{
	"continuation without a start": {"\x80", "\xbf", "a\x80\xbfb"},
	"start without a continuation": {"\xc3 ", "\xe2(\xa1", "\xf0\x9f(", "\xc3\xc3"},
	"cut off":                      {"\xc3", "\xe2\x82", "\xf0\x9f\x8d"},
	"longer than need be":          {"\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xe0\x9f\xbf", "\xf0\x80\x80\xaf", "\xf0\x8f\xbf\xbf"},
	"surrogates":                   {"\xed\xa0\x80", "\xed\xaf\xbf", "\xed\xb0\x80", "\xed\xa0\xbc\xed\xbd\x94"},
	"beyond the last character":    {"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80", "\xfc\x84\x80\x80\x80\x80"},
	"bytes that never occur":       {"\xfe", "\xff", "\xfe\xfe\xff\xff"},
}

// R16, texts: what is not UTF-8 is cut with 1007, whole or in fragments, and all that is UTF-8 passes.
func TestBrokenUTF8(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	house := newHouse(t, t.TempDir())
	open(ctx, t, house)
	url, err := house.URL(ctx)
	must(t, err)
	host := strings.TrimPrefix(url, "http://")
	tried := 0
	for class, texts := range brokenUTF8 {
		for _, text := range texts {
			event := `42["x","` + text + `"]`
			middle := len(event) - 2 - len(text)/2
			for how, frames := range map[string][]byte{
				"whole":   framed(0x81, event),
				"in two":  append(framed(0x01, event[:middle]), framed(0x80, event[middle:])...),
				"its own": framed(0x81, text),
			} {
				if code, err := lastWord(ctx, host, frames); code != 1007 {
					t.Errorf("%s: %q %s: closed with %d, %v; want 1007", class, text, how, code, err)
				}
				tried++
			}
		}
	}
	t.Logf("%d broken texts", tried)
	for _, text := range []string{"\u00e9", "\ud7ff", "\ue000", "\ufffe", "\uffff", "\U0010ffff", "\U0001f354", "\u202e"} { // the control
		event := `42["x","` + text + `"]`
		frames := append(framed(0x01, event[:9]), framed(0x80, event[9:])...)
		if code, err := lastWord(ctx, host, frames, framed(0x88, "\x03\xe8")); code != 1000 {
			t.Errorf("%q: closed with %d, %v; want 1000", text, code, err)
		}
	}
	must(t, house.Close())
}

// R16, sizes: what is too large is refused before it takes memory, and many who send as much as they may take little.
func TestOversize(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	house := newHouse(t, t.TempDir())
	open(ctx, t, house)
	url, err := house.URL(ctx)
	must(t, err)
	host := strings.TrimPrefix(url, "http://")
	guests := seat(t, url, 10)
	for name, frames := range map[string][]byte{
		"one byte too many":    framed(0x81, strings.Repeat("x", maxPayload+1)),
		"a terabyte announced": announced(1 << 40),
		"too large in all":     append(framed(0x01, strings.Repeat("x", maxPayload)), framed(0x80, "x")...),
	} {
		if code, err := lastWord(ctx, host, frames); code != 1009 {
			t.Errorf("%s: closed with %d, %v; want 1009", name, code, err)
		}
	}
	tooLong := []string{"Host: localhost", "Content-Type: application/json", fmt.Sprintf("Content-Length: %d", maxPayload+1), "Connection: close"}
	statuses, err := exchange(ctx, host, request("POST /orders", strings.Repeat(" ", maxPayload+1), tooLong...))
	if err != nil || !slices.Equal(statuses, []int{http.StatusRequestEntityTooLarge}) {
		t.Errorf("a body of a byte too many was answered %v, %v", statuses, err)
	}
	before, err := readFigures(ctx, url)
	must(t, err)
	for range *crowd {
		idle, err := DialSocket(ctx, url)
		must(t, err)
		defer idle.Close()
	}
	before.webSockets += float64(*crowd)
	before.files += float64(*crowd)
	before.goroutines += float64(*crowd)
	most, err := pressAll(ctx, url, host)
	must(t, err)
	n, p99 := guests.waits()
	t.Logf("%d clients with %d bytes each beside %d others: %v at most, before %v; 99%% of %d answers to others within %v", pressers, maxPayload, *crowd, most, before, n, p99)
	if grown := most.memory - before.memory; grown > 64e6 {
		t.Errorf("the memory grew by %.0f MB", grown/1e6)
	}
	must(t, guests.leave())
	awaitCalm(ctx, t, url, before, 15*time.Second)
	must(t, house.Close())
}

// pressAll has a crowd send messages of the largest size, all but the last byte, and returns the figures while the server
// holds them all. Then they finish, and leave.
func pressAll(ctx context.Context, url, host string) (most figures, err error) {
	message := textFrame(`42["x","` + strings.Repeat("y", maxPayload-10) + `"]`)
	held, release := make(chan struct{}), make(chan struct{})
	errs := make(chan error, pressers)
	var waiting sync.WaitGroup
	waiting.Add(pressers)
	for range pressers {
		go func() { errs <- press(ctx, host, message, &waiting, release) }()
	}
	go func() { waiting.Wait(); close(held) }()
	select {
	case <-held:
		most, err = readFigures(ctx, url)
	case <-ctx.Done():
		err = ctx.Err()
	}
	close(release)
	for range pressers {
		err = errors.Join(err, <-errs)
	}
	return most, err
}

// press sends all of a message but its end, waits, sends the end and takes its leave.
func press(ctx context.Context, host string, message []byte, waiting *sync.WaitGroup, release <-chan struct{}) error {
	s, err := DialSocket(ctx, "http://"+host)
	if err == nil {
		defer s.Close()
		_, err = s.conn.Write(message[:len(message)-1])
	}
	waiting.Done()
	<-release
	if err != nil {
		return err
	}
	if _, err := s.conn.Write(message[len(message)-1:]); err != nil {
		return err
	}
	_, err = s.Ask(ctx, "join_order_room", map[string]string{"orderId": "unknown"})
	return err
}
