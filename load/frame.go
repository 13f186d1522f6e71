package load

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
)

// Opcodes of RFC 6455 section 5.2.
const (
	opText  = 1
	opClose = 8
	opPing  = 9
	opPong  = 10
)

const (
	bufferSize = 1 << 10 // of each connection
	maxMessage = 1 << 20 // far above what a server of orders sends
)

// ErrProtocol means that the server sent what the protocols do not allow, or what this package does without.
var ErrProtocol = errors.New("the server broke the protocol")

// appendFrame appends a frame: section 5.2. Its mask (section 5.3) is zero, which is a legal one: it protects proxies
// from pages, and here is no page.
func appendFrame(dst []byte, op byte, payload string) []byte {
	const fin, masked = 0x80, 0x80
	switch n := len(payload); {
	case n < 126:
		dst = append(dst, fin|op, masked|byte(n))
	case n < 1<<16:
		dst = binary.BigEndian.AppendUint16(append(dst, fin|op, masked|126), uint16(n))
	default:
		dst = binary.BigEndian.AppendUint64(append(dst, fin|op, masked|127), uint64(n))
	}
	return append(append(dst, 0, 0, 0, 0), payload...)
}

// A frameReader reads the server's side of a WebSocket. What does not fit into its buffer is read into one that is
// borrowed until the next call.
type frameReader struct {
	in       *bufio.Reader
	pending  int     // bytes of in that the last frame still holds
	borrowed *[]byte // the last frame, if it was long
}

// long frames borrow their memory here: few connections are within one at the same time.
var long = sync.Pool{New: func() any { return new([]byte) }}

// next returns the next frame, whose payload is valid until the next call. Messages in fragments (section 5.4) are not
// read: no server of orders has any reason to send them.
func (f *frameReader) next() (op byte, payload []byte, err error) {
	if err := f.release(); err != nil {
		return 0, nil, err
	}
	op, length, err := f.header()
	if err != nil {
		return 0, nil, err
	}
	if length > uint64(f.in.Size()) {
		payload, err = f.borrow(int(length))
		return op, payload, err
	}
	f.pending = int(length)
	payload, err = f.in.Peek(f.pending)
	return op, payload, err
}

// release forgets the last frame.
func (f *frameReader) release() error {
	if f.borrowed != nil {
		long.Put(f.borrowed)
		f.borrowed = nil
	}
	_, err := f.in.Discard(f.pending)
	f.pending = 0
	return err
}

func (f *frameReader) borrow(length int) ([]byte, error) {
	f.borrowed = long.Get().(*[]byte)
	if cap(*f.borrowed) < length {
		*f.borrowed = make([]byte, length)
	}
	payload := (*f.borrowed)[:length]
	_, err := io.ReadFull(f.in, payload)
	return payload, err
}

// header reads what stands before a payload: section 5.2.
func (f *frameReader) header() (op byte, length uint64, err error) {
	first, err := f.in.ReadByte()
	if err != nil {
		return 0, 0, err
	}
	second, err := f.in.ReadByte()
	if err != nil {
		return 0, 0, err
	}
	op, length = first&0x0f, uint64(second)
	if first&0xf0 != 0x80 || second&0x80 != 0 {
		return 0, 0, fmt.Errorf("%w: a frame is masked, compressed or a fragment", ErrProtocol)
	}
	var b [8]byte
	switch length {
	case 126:
		_, err = io.ReadFull(f.in, b[6:])
		length = binary.BigEndian.Uint64(b[:])
	case 127:
		_, err = io.ReadFull(f.in, b[:])
		length = binary.BigEndian.Uint64(b[:])
	}
	if err == nil && length > maxMessage {
		err = fmt.Errorf("%w: a message of %d bytes", ErrProtocol, length)
	}
	return op, length, err
}
