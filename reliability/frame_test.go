package reliability

import (
	"bytes"
	"strings"
	"testing"
)

// fromServer is a client's frame as a server would send it: without the mask.
func fromServer(text string) []byte {
	frame := textFrame(text)
	head := len(frame) - len(text) - 4
	frame[1] &^= 0x80
	return append(frame[:head:head], text...)
}

func TestFramesOfAllLengths(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 125, 126, 1<<16 - 1, 1 << 16, longest} {
		text := strings.Repeat("x", n)
		if got, err := readFrame(bytes.NewReader(fromServer(text))); err != nil || got != text {
			t.Errorf("%d bytes came back as %d, %v", n, len(got), err)
		}
	}
}

func FuzzReadFrame(f *testing.F) {
	f.Add(fromServer("2"))
	f.Add(fromServer(strings.Repeat("x", 200)))
	f.Add([]byte{0x81, 127, 0, 0, 0, 0, 0, 0, 0, 1, 'x'})
	f.Add([]byte{0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255})
	f.Add([]byte{0x88, 0})
	f.Fuzz(func(t *testing.T, frame []byte) {
		text, err := readFrame(bytes.NewReader(frame))
		if err == nil && !bytes.Contains(frame, []byte(text)) {
			t.Errorf("%q was read out of % x", text, frame)
		}
	})
}
