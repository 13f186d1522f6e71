package socketio

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSeal(t *testing.T) {
	t.Parallel()
	cases := map[int][]byte{ // RFC 6455 section 5.7 has the first, 256 and 65,536
		0:      {0x81, 0},
		5:      {0x81, 5},
		125:    {0x81, 125},
		126:    {0x81, 126, 0, 126},
		256:    {0x81, 126, 1, 0},
		65_535: {0x81, 126, 0xff, 0xff},
		65_536: {0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0},
	}
	for n, want := range cases {
		packet := strings.Repeat("x", n)
		f := newFrame(opText, packet)
		if !bytes.Equal(f.wire[:f.head], want) || string(f.packet()) != packet || f.op() != opText {
			t.Errorf("%d bytes: header % x, want % x", n, f.wire[:f.head], want)
		}
	}
}

func TestCloseFrame(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{"", "slow consumer", strings.Repeat("x", 200), strings.Repeat("€", 60), "\xff\xfe"} {
		p := closeFrame(closeTryLater, reason).packet()
		if len(p) > 125 || binary.BigEndian.Uint16(p) != closeTryLater || !utf8.Valid(p[2:]) || !strings.HasPrefix(reason, string(p[2:])) {
			t.Errorf("%q: payload %q", reason, p)
		}
	}
}

func TestCloseCode(t *testing.T) {
	t.Parallel()
	valid := map[string]int{"": 1000, "\x03\xe8": 1000, "\x03\xe9bye": 1001, "\x0b\xb8": 3000, "\x13\x87": 4999, "\x03\xf6": 1014}
	for in, want := range valid {
		if got, err := closeCode([]byte(in)); got != want || err != nil {
			t.Errorf("%q: %d, %v", in, got, err)
		}
	}
	for _, in := range []string{"\x03", "\x03\xe7", "\x03\xec", "\x03\xed", "\x03\xee", "\x03\xf7", "\x07\xd0", "\x13\x88", "\x00\x00", "\x03\xe8\xff"} {
		if code, err := closeCode([]byte(in)); err == nil {
			t.Errorf("%q is accepted as %d", in, code)
		}
	}
}

func newFrameReader(b []byte, limit int) *frameReader {
	return &frameReader{r: bufio.NewReaderSize(bytes.NewReader(b), readBuffer), limit: limit}
}

func TestFrameReader(t *testing.T) {
	t.Parallel()
	long := bytes.Repeat([]byte("0123456789"), 10_000)
	var in []byte
	in = append(in, maskedFrame(0x81, []byte("Hello"))...)
	in = append(in, maskedFrame(0x82, long)...)
	in = append(in, maskedFrame(0x01, []byte("one "))...)
	in = append(in, maskedFrame(0x89, []byte("ping"))...) // control frames may come between fragments: section 5.4
	in = append(in, maskedFrame(0x00, []byte("tw\xe2\x82"))...)
	in = append(in, maskedFrame(0x80, []byte("\xac"))...) // and characters may be split: section 5.6
	in = append(in, maskedFrame(0x88, nil)...)
	want := []message{{opText, []byte("Hello")}, {opBinary, long}, {opPing, []byte("ping")}, {opText, []byte("one tw€")}, {opClose, nil}}
	f := newFrameReader(in, len(long))
	for i, w := range want {
		m, err := f.read()
		if err != nil || m.op != w.op || !bytes.Equal(m.data, w.data) {
			t.Fatalf("message %d is %d %.20q, %v", i, m.op, m.data, err)
		}
	}
	if _, err := f.read(); !errors.Is(err, io.EOF) {
		t.Errorf("got %v at the end", err)
	}
}

func TestFrameReaderRefuses(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		in   []byte
		want error
	}{
		{"reserved bit", maskedFrame(0xc1, nil), errFrame},
		{"not masked", []byte{0x81, 0}, errFrame},
		{"unknown data opcode", maskedFrame(0x83, nil), errFrame},
		{"unknown control opcode", maskedFrame(0x8b, nil), errFrame},
		{"fragmented control frame", maskedFrame(0x09, nil), errFrame},
		{"control frame of 126 bytes", maskedFrame(0x89, make([]byte, 126)), errFrame},
		{"continuation of nothing", maskedFrame(0x80, nil), errFrame},
		{"message within a message", append(maskedFrame(0x01, nil), maskedFrame(0x81, nil)...), errFrame},
		{"length in too many bytes", []byte{0x81, 0xfe, 0, 5, 0, 0, 0, 0}, errFrame},
		{"length in far too many bytes", []byte{0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0}, errFrame},
		{"length of 2^63", []byte{0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, errFrame},
		{"length of 2^40", []byte{0x81, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, errTooLarge},
		{"too long by one", maskedFrame(0x81, make([]byte, 1001)), errTooLarge},
		{"too long in all", append(maskedFrame(0x01, make([]byte, 600)), maskedFrame(0x80, make([]byte, 401))...), errTooLarge},
		{"too many fragments", append(maskedFrame(0x01, nil), bytes.Repeat(maskedFrame(0x00, []byte("x")), maxFragments)...), errFragments},
		{"invalid UTF-8", maskedFrame(0x81, []byte("\xce\xba\xed\xa0\x80")), errUTF8},
		{"character cut short", maskedFrame(0x81, []byte("\xe2\x82")), errUTF8},
		{"too many pings", bytes.Repeat(maskedFrame(0x89, nil), maxPings+1), errPings},
		{"cut off", maskedFrame(0x81, []byte("Hello"))[:8], io.ErrUnexpectedEOF},
	}
	for _, c := range cases {
		f := newFrameReader(c.in, 1000)
		var err error
		for err == nil {
			_, err = f.read()
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func FuzzFrame(f *testing.F) {
	f.Add(maskedFrame(0x81, []byte("Hello")))
	f.Add(append(maskedFrame(0x01, []byte("a")), maskedFrame(0x80, []byte("b"))...))
	f.Add(maskedFrame(0x88, []byte("\x03\xe8bye")))
	f.Add(maskedFrame(0x82, make([]byte, 300)))
	f.Add([]byte{0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, in []byte) {
		const limit = 1000
		r := newFrameReader(in, limit)
		for {
			m, err := r.read()
			if err != nil {
				return
			}
			if len(m.data) > limit || m.op == opText && !utf8.Valid(m.data) || m.op >= opClose && len(m.data) > 125 {
				t.Fatalf("accepted opcode %d with %d bytes", m.op, len(m.data))
			}
			if m.op == opClose {
				if code, err := closeCode(m.data); err == nil && !validCloseCode(code) {
					t.Fatalf("accepted close code %d", code)
				}
			}
		}
	})
}
