package client

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
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

// maxMessage is how many bytes a message from the server may have.
const maxMessage = 4 << 20

// ErrProtocol means that what came over a socket is not what the protocols
// allow.
var ErrProtocol = errors.New("the server broke the protocol")

func broken(how string) error { return fmt.Errorf("%w: %s", ErrProtocol, how) }

// appendFrame appends a whole frame, masked with key: RFC 6455 sections 5.2
// and 5.3.
func appendFrame(dst []byte, op byte, payload []byte, key [4]byte) []byte {
	const fin, masked = 0x80, 0x80
	switch n := len(payload); {
	case n < 126:
		dst = append(dst, fin|op, masked|byte(n))
	case n < 1<<16:
		dst = binary.BigEndian.AppendUint16(append(dst, fin|op, masked|126), uint16(n))
	default:
		dst = binary.BigEndian.AppendUint64(append(dst, fin|op, masked|127), uint64(n))
	}
	dst = append(dst, key[:]...)
	for i, b := range payload {
		dst = append(dst, b^key[i&3])
	}
	return dst
}

// A message is a text or binary message from the server, or a control frame.
type message struct {
	op   byte
	data []byte
}

// A frameReader reads the server's side of a WebSocket.
type frameReader struct {
	r *bufio.Reader

	// The message that is being put together (section 5.4); op is 0 if none is.
	op   byte
	data []byte
}

// read returns the next message or control frame.
func (f *frameReader) read() (message, error) {
	for {
		h, err := f.readHeader()
		if err != nil {
			return message{}, err
		}
		if h.op >= opClose {
			data, err := f.readPayload(nil, h)
			return message{h.op, data}, err
		}
		if err := f.gather(h); err != nil {
			return message{}, err
		}
		if h.fin {
			return f.finish()
		}
	}
}

// gather adds a data frame to the message.
func (f *frameReader) gather(h header) (err error) {
	switch first := h.op != opContinuation; {
	case first == (f.op != 0):
		return broken("fragments of messages are mixed up")
	case first:
		f.op = h.op
	}
	if h.length > uint64(maxMessage-len(f.data)) {
		return broken(fmt.Sprintf("a message is longer than %d bytes", maxMessage))
	}
	f.data, err = f.readPayload(f.data, h)
	return err
}

// finish returns the message that is complete now.
func (f *frameReader) finish() (message, error) {
	m := message{f.op, f.data}
	f.op, f.data = 0, nil
	if m.op == opText && !utf8.Valid(m.data) {
		return message{}, broken("text is not UTF-8")
	}
	return m, nil
}

// A header is what stands before a frame's payload.
type header struct {
	fin    bool
	op     byte
	length uint64
}

func (f *frameReader) readHeader() (header, error) {
	var b [8]byte
	if _, err := io.ReadFull(f.r, b[:2]); err != nil {
		return header{}, err
	}
	h := header{fin: b[0]&0x80 != 0, op: b[0] & 0x0f, length: uint64(b[1] & 0x7f)}
	if err := h.check(b[0]&0x70, b[1]&0x80); err != nil {
		return header{}, err
	}
	var err error
	switch h.length {
	case 126:
		_, err = io.ReadFull(f.r, b[:2])
		h.length = uint64(binary.BigEndian.Uint16(b[:]))
	case 127:
		_, err = io.ReadFull(f.r, b[:8])
		h.length = binary.BigEndian.Uint64(b[:])
	}
	return h, err
}

// check is the part of section 5.2 that can be broken in the first two bytes.
func (h header) check(reserved, masked byte) error {
	switch {
	case reserved != 0:
		return broken("a frame uses reserved bits")
	case masked != 0:
		return broken("a frame from the server is masked")
	case h.op > opBinary && h.op < opClose, h.op > opPong:
		return broken("a frame has an unknown opcode")
	case h.op >= opClose && (!h.fin || h.length > 125):
		return broken("a control frame is fragmented or too long")
	}
	return nil
}

// readPayload appends a payload to data.
func (f *frameReader) readPayload(data []byte, h header) ([]byte, error) {
	at := len(data)
	data = append(data, make([]byte, h.length)...)
	_, err := io.ReadFull(f.r, data[at:])
	return data, err
}
