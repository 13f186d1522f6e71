package socketio

import (
	"encoding/binary"
	"unicode/utf8"
)

// Opcodes of RFC 6455 section 5.2.
const (
	opContinuation = 0
	opText         = 1
	opBinary       = 2
	opClose        = 8
	opPing         = 9
	opPong         = 10
)

// frame is an outgoing Engine.IO packet as a whole WebSocket frame. It is made once, never changed, and shared by all
// connections it is sent to; wire[head:] is the packet as long-polling sends it.
type frame struct {
	wire []byte
	head int
}

func (f *frame) op() byte       { return f.wire[0] & 0x0f }
func (f *frame) packet() []byte { return f.wire[f.head:] }

// headroom is the longest header of a frame that is not masked.
const headroom = 10

// newBuffer returns a buffer to append a packet of about size bytes to, with room for the header that seal adds.
func newBuffer(size int) []byte { return make([]byte, headroom, headroom+size) }

// seal makes a frame of a buffer from newBuffer: RFC 6455 section 5.2, FIN set, not masked.
func seal(op byte, b []byte) *frame {
	n := len(b) - headroom
	first := 0x80 | op
	switch {
	case n < 126:
		b = b[headroom-2:]
		b[0], b[1] = first, byte(n)
		return &frame{b, 2}
	case n < 1<<16:
		b = b[headroom-4:]
		b[0], b[1] = first, 126
		binary.BigEndian.PutUint16(b[2:], uint16(n))
		return &frame{b, 4}
	default:
		b[0], b[1] = first, 127
		binary.BigEndian.PutUint64(b[2:], uint64(n))
		return &frame{b, headroom}
	}
}

func newFrame[T string | []byte](op byte, packet T) *frame {
	return seal(op, append(newBuffer(len(packet)), packet...))
}

// closeFrame is RFC 6455 section 5.5.1: a code and at most 123 bytes of UTF-8.
func closeFrame(code int, reason string) *frame {
	const limit = 125 - 2
	for len(reason) > limit || !utf8.ValidString(reason) && reason != "" {
		reason = reason[:min(limit, len(reason)-1)]
	}
	b := binary.BigEndian.AppendUint16(newBuffer(2+len(reason)), uint16(code))
	return seal(opClose, append(b, reason...))
}

// closeCode reads the payload of a close frame from a client.
func closeCode(payload []byte) (code int, err error) {
	if len(payload) == 0 {
		return closeNormal, nil
	}
	if len(payload) == 1 {
		return 0, violation(closeProtocolError, "malformed close frame")
	}
	code = int(binary.BigEndian.Uint16(payload))
	if !validCloseCode(code) {
		return 0, violation(closeProtocolError, "invalid close code")
	}
	if !utf8.Valid(payload[2:]) {
		return 0, violation(closeInvalidData, "close reason is not UTF-8")
	}
	return code, nil
}

// validCloseCode tells whether code may appear in a frame: RFC 6455 section 7.4 and the registry it founded.
func validCloseCode(code int) bool {
	switch {
	case code >= 1000 && code <= 1003, code >= 1007 && code <= 1014:
		return true
	}
	return code >= 3000 && code <= 4999
}

// mask applies the masking key of RFC 6455 section 5.3, which is its own inverse.
func mask(p []byte, key uint32) {
	double := uint64(key)<<32 | uint64(key)
	for len(p) >= 8 {
		binary.LittleEndian.PutUint64(p, binary.LittleEndian.Uint64(p)^double)
		p = p[8:]
	}
	for i := range p {
		p[i] ^= byte(key >> (8 * (i & 3)))
	}
}
