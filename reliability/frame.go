package reliability

import (
	"encoding/binary"
	"fmt"
	"io"
)

// textFrame is one masked WebSocket text message, RFC 6455 section 5.2. The mask is zero, which is a legal one.
func textFrame(text string) []byte {
	frame := []byte{0x81}
	switch n := len(text); {
	case n < 126:
		frame = append(frame, 0x80|byte(n))
	case n < 1<<16:
		frame = binary.BigEndian.AppendUint16(append(frame, 0x80|126), uint16(n))
	default:
		frame = binary.BigEndian.AppendUint64(append(frame, 0x80|127), uint64(n))
	}
	frame = append(frame, 0, 0, 0, 0)
	return append(frame, text...)
}

// longest is the largest message in bytes that a rig has any use for.
const longest = 1 << 20

// readFrame reads one unmasked, unfragmented text message, which is all that a Socket.IO server sends a guest.
func readFrame(in io.Reader) (string, error) {
	var head [2]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return "", err
	}
	if head[0] != 0x81 || head[1] >= 0x80 {
		return "", fmt.Errorf("a frame began with % x, which is no text message of a server", head)
	}
	n, err := frameLength(in, head[1])
	if err != nil {
		return "", err
	}
	if n > longest {
		return "", fmt.Errorf("a frame of %d bytes is longer than anything expected", n)
	}
	text := make([]byte, n)
	_, err = io.ReadFull(in, text)
	return string(text), err
}

func frameLength(in io.Reader, first byte) (uint64, error) {
	var long [8]byte
	switch first {
	case 126:
		_, err := io.ReadFull(in, long[6:])
		return binary.BigEndian.Uint64(long[:]), err
	case 127:
		_, err := io.ReadFull(in, long[:])
		return binary.BigEndian.Uint64(long[:]), err
	default:
		return uint64(first), nil
	}
}
