package socketio

import (
	"bufio"
	"encoding/binary"
	"io"
	"slices"
	"time"
	"unicode/utf8"
)

// message is what a client sent: a text or binary message, or a WebSocket control frame.
type message struct {
	op   byte
	data []byte
}

// frameReader reads the client's side of RFC 6455.
type frameReader struct {
	r     *bufio.Reader
	limit int   // bytes of a message
	err   error // after a violation nothing more can be read

	// The message being reassembled (section 5.4); op is 0 if there is none.
	op        byte
	data      []byte
	fragments int

	pings      int // since pingsSince
	pingsSince time.Time
}

var (
	errFrame       = violation(closeProtocolError, "malformed frame")
	errFragments   = violation(closePolicy, "too many fragments")
	errPings       = violation(closePolicy, "too many pings")
	errUTF8        = violation(closeInvalidData, "text is not UTF-8")
	errSlowMessage = violation(closePolicy, "message takes too long")
)

// read returns the next message or control frame.
func (f *frameReader) read() (m message, err error) {
	for m.op == 0 && err == nil {
		m, err = f.readFrame()
	}
	f.err = err
	return m, err
}

// partial tells that a message has begun and is not complete.
func (f *frameReader) partial() bool { return f.op != 0 }

// readFrame returns a message without an opcode when the frame did not complete one.
func (f *frameReader) readFrame() (message, error) {
	h, err := f.readHeader()
	if err != nil {
		return message{}, err
	}
	if h.op >= opClose {
		return f.readControl(h)
	}
	if err := f.begin(h); err != nil {
		return message{}, err
	}
	if f.data, err = f.readPayload(f.data, h); err != nil {
		return message{}, err
	}
	if !h.fin {
		return message{}, nil
	}
	return f.finish()
}

// begin checks a data frame against the message under way.
func (f *frameReader) begin(h header) error {
	if (h.op == opContinuation) != f.partial() {
		return errFrame
	}
	if h.length > uint64(f.limit-len(f.data)) {
		return errTooLarge
	}
	if f.fragments++; f.fragments > maxFragments {
		return errFragments
	}
	if h.op != opContinuation {
		f.op = h.op
	}
	return nil
}

func (f *frameReader) finish() (message, error) {
	m := message{f.op, f.data}
	f.op, f.data, f.fragments = 0, nil, 0
	if m.op == opText && !utf8.Valid(m.data) {
		return message{}, errUTF8
	}
	return m, nil
}

func (f *frameReader) readControl(h header) (message, error) {
	if h.op == opPing && f.tooManyPings() {
		return message{}, errPings
	}
	data, err := f.readPayload(nil, h)
	return message{h.op, data}, err
}

func (f *frameReader) tooManyPings() bool {
	if now := time.Now(); now.Sub(f.pingsSince) >= time.Second {
		f.pings, f.pingsSince = 0, now
	}
	f.pings++
	return f.pings > maxPings
}

// readPayload appends the payload to b, which grows with what has arrived and not with what was announced.
func (f *frameReader) readPayload(b []byte, h header) ([]byte, error) {
	const step = 4096
	start := len(b)
	for rest := int(h.length); rest > 0; rest -= min(rest, step) {
		n := min(rest, step)
		b = slices.Grow(b, n)[:len(b)+n]
		if _, err := io.ReadFull(f.r, b[len(b)-n:]); err != nil {
			return nil, err
		}
	}
	mask(b[start:], h.key)
	return b, nil
}

// header is that of a frame: RFC 6455 section 5.2.
type header struct {
	fin    bool
	op     byte
	length uint64
	key    uint32 // masking key, little-endian
}

func (f *frameReader) readHeader() (header, error) {
	b, err := f.r.Peek(2)
	if err != nil {
		return header{}, err
	}
	size, err := headerSize(b[0], b[1])
	if err != nil {
		return header{}, err
	}
	if b, err = f.r.Peek(size); err != nil {
		return header{}, err
	}
	h, err := parseHeader(b)
	if err != nil {
		return header{}, err
	}
	_, err = f.r.Discard(size)
	return h, err
}

// headerSize checks the first two bytes of a frame from a client and tells how long its header is.
func headerSize(first, second byte) (int, error) {
	const reserved, masked, keySize = 0x70, 0x80, 4
	fin, op, length := first&0x80 != 0, first&0x0f, second&0x7f
	switch {
	case first&reserved != 0, second&masked == 0:
		return 0, errFrame
	case op >= opClose && (op > opPong || !fin || length > 125): // section 5.5
		return 0, errFrame
	case op > opBinary && op < opClose:
		return 0, errFrame
	case length == 126:
		return 2 + 2 + keySize, nil
	case length == 127:
		return 2 + 8 + keySize, nil
	}
	return 2 + keySize, nil
}

// parseHeader reads a header of the size that headerSize gave. Lengths must take as few bytes as they can.
func parseHeader(b []byte) (header, error) {
	h := header{fin: b[0]&0x80 != 0, op: b[0] & 0x0f, length: uint64(b[1] & 0x7f)}
	switch h.length {
	case 126:
		if h.length = uint64(binary.BigEndian.Uint16(b[2:])); h.length < 126 {
			return header{}, errFrame
		}
	case 127:
		if h.length = binary.BigEndian.Uint64(b[2:]); h.length < 1<<16 || h.length >= 1<<63 {
			return header{}, errFrame
		}
	}
	h.key = binary.LittleEndian.Uint32(b[len(b)-4:])
	return h, nil
}
