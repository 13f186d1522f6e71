package client

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// serverFrame is a frame as servers send it: not masked.
func serverFrame(first byte, payload string) []byte {
	b := []byte{first}
	switch n := len(payload); {
	case n < 126:
		b = append(b, byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 127), uint64(n))
	}
	return append(b, payload...)
}

// readAll reads messages to the end.
func readAll(b []byte) (messages []message, err error) {
	f := frameReader{r: bufio.NewReader(bytes.NewReader(b))}
	for {
		m, err := f.read()
		if err != nil {
			return messages, err
		}
		messages = append(messages, m)
	}
}

// The example of RFC 6455 section 5.7.
func TestMaskedFrameIsThatOfTheRFC(t *testing.T) {
	t.Parallel()
	got := appendFrame(nil, opText, []byte("Hello"), [4]byte{0x37, 0xfa, 0x21, 0x3d})
	want := []byte{0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58}
	if !bytes.Equal(got, want) {
		t.Errorf("% x, want % x", got, want)
	}
}

func TestFramesOfEverySizeAreRead(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 125, 126, 1<<16 - 1, 1 << 16, maxMessage} {
		text := strings.Repeat("x", n)
		got, err := readAll(serverFrame(0x81, text))
		if err != io.EOF || len(got) != 1 || got[0].op != opText || string(got[0].data) != text {
			t.Errorf("%d bytes: %d messages, %v", n, len(got), err)
		}
	}
}

func TestFragmentsArePutTogether(t *testing.T) {
	t.Parallel()
	got, err := readAll(slices.Concat(
		serverFrame(0x01, "one "), serverFrame(0x89, "are you there?"), serverFrame(0x00, "two "), serverFrame(0x80, "three"),
		serverFrame(0x82, "next"),
	))
	want := []message{{opPing, []byte("are you there?")}, {opText, []byte("one two three")}, {opBinary, []byte("next")}}
	if err != io.EOF || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestBrokenFramesAreRefused(t *testing.T) {
	t.Parallel()
	for name, b := range map[string][]byte{
		"reserved bit":               serverFrame(0xC1, "x"),
		"unknown opcode":             serverFrame(0x83, "x"),
		"unknown control opcode":     serverFrame(0x8B, "x"),
		"masked":                     appendFrame(nil, opText, []byte("x"), [4]byte{1, 2, 3, 4}),
		"fragmented control frame":   serverFrame(0x09, "x"),
		"long control frame":         serverFrame(0x89, strings.Repeat("x", 126)),
		"continuation of nothing":    serverFrame(0x80, "x"),
		"new message in the old one": slices.Concat(serverFrame(0x01, "x"), serverFrame(0x81, "y")),
		"not UTF-8":                  serverFrame(0x81, "\xff"),
		"too long":                   {0x81, 127, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
		"too long in all":            slices.Concat(serverFrame(0x01, strings.Repeat("x", maxMessage)), serverFrame(0x80, "x")),
	} {
		if got, err := readAll(b); !errors.Is(err, ErrProtocol) {
			t.Errorf("%s: %d messages, %v", name, len(got), err)
		}
	}
}

func TestACutFrameIsNoMessage(t *testing.T) {
	t.Parallel()
	whole := serverFrame(0x81, strings.Repeat("x", 200))
	for n := 1; n < len(whole); n++ {
		if got, err := readAll(whole[:n]); !errors.Is(err, io.ErrUnexpectedEOF) && err != io.EOF || len(got) > 0 {
			t.Fatalf("cut after %d bytes: %d messages, %v", n, len(got), err)
		}
	}
}

func FuzzFrames(f *testing.F) {
	f.Add(serverFrame(0x81, "hello"))
	f.Add(slices.Concat(serverFrame(0x01, "one "), serverFrame(0x89, ""), serverFrame(0x80, "two")))
	f.Add(serverFrame(0x88, "\x03\xf4restart"))
	f.Add([]byte{0x81, 127, 0, 0, 0, 0, 0, 64, 0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		messages, err := readAll(b)
		if err == nil {
			t.Error("no error at the end")
		}
		total := 0
		for _, m := range messages {
			total += len(m.data)
			if m.op == opContinuation || m.op >= opClose && len(m.data) > 125 {
				t.Errorf("opcode %d with %d bytes", m.op, len(m.data))
			}
		}
		if total > len(b) {
			t.Errorf("%d bytes of messages in %d", total, len(b))
		}
	})
}
