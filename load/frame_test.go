package load

import (
	"bufio"
	"bytes"
	"errors"
	"strings"
	"testing"
)

// served is a frame as a server sends it: without a mask.
func served(op byte, payload string) []byte {
	frame := appendFrame(nil, op, payload)
	head := len(frame) - len(payload)
	frame[1] &^= 0x80
	return append(frame[:head-4:head-4], payload...)
}

func TestFramesOfEverySizeAreRead(t *testing.T) {
	t.Parallel()
	var stream []byte
	sizes := []int{0, 1, 125, 126, 1000, bufferSize, bufferSize + 1, 65_535, 65_536, 200_000, 3, 0}
	for i, n := range sizes {
		stream = append(stream, served(opText, strings.Repeat(string(rune('a'+i)), n))...)
	}
	frames := frameReader{in: bufio.NewReaderSize(bytes.NewReader(stream), bufferSize)}
	for i, n := range sizes {
		op, payload, err := frames.next()
		if err != nil || op != opText || string(payload) != strings.Repeat(string(rune('a'+i)), n) {
			t.Fatalf("frame %d of %d bytes: opcode %d, %d bytes, %v", i, n, op, len(payload), err)
		}
	}
}

func TestWhatNoServerSendsIsRefused(t *testing.T) {
	t.Parallel()
	for name, frame := range map[string][]byte{
		"masked":     appendFrame(nil, opText, "x"),
		"a fragment": {0x01, 0x01, 'x'},
		"compressed": {0xc1, 0x01, 'x'},
		"huge":       {0x81, 0x7f, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
		"too long":   {0x81, 0x7f, 0, 0, 0, 0, 0, 0x10, 0, 1},
	} {
		frames := frameReader{in: bufio.NewReaderSize(bytes.NewReader(frame), bufferSize)}
		if _, _, err := frames.next(); !errors.Is(err, ErrProtocol) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzFrames(f *testing.F) {
	f.Add(append(served(opText, `42["x"]`), served(opPing, "hello")...))
	f.Add(served(opText, strings.Repeat("x", 2*bufferSize)))
	f.Add([]byte{0x81, 126, 0, 1, 'x', 0x88, 0})
	f.Fuzz(func(t *testing.T, stream []byte) {
		frames := frameReader{in: bufio.NewReaderSize(bytes.NewReader(stream), bufferSize)}
		for read := 0; ; {
			_, payload, err := frames.next()
			if err != nil {
				return
			}
			if read += 2 + len(payload); read > len(stream) {
				t.Fatalf("%d bytes were read out of %d", read, len(stream))
			}
		}
	})
}
