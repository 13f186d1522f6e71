package socketio

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// Examples of the section "HTTP long-polling" of the Engine.IO protocol, revision 4.
func TestEncodePayload(t *testing.T) {
	t.Parallel()
	frames := []*frame{newFrame(opText, "4hello"), newFrame(opText, "2"), newFrame(opBinary, []byte{1, 2, 3, 4}), newFrame(opText, "4€")}
	if got, want := string(encodePayload(frames)), "4hello\x1e2\x1ebAQIDBA==\x1e4€"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDecodePayload(t *testing.T) {
	t.Parallel()
	got, err := decodePayload([]byte("4hello\x1e2\x1ebAQIDBA==\x1e4€"))
	if err != nil {
		t.Fatal(err)
	}
	want := []message{{opText, []byte("4hello")}, {opText, []byte("2")}, {opBinary, []byte{1, 2, 3, 4}}, {opText, []byte("4€")}}
	for i, m := range want {
		if got[i].op != m.op || !bytes.Equal(got[i].data, m.data) {
			t.Errorf("packet %d is %+v, want %+v", i, got[i], m)
		}
	}
}

func TestDecodePayloadRefuses(t *testing.T) {
	t.Parallel()
	cases := map[string]error{
		"":                                     errPayload,
		"4a\x1e":                               errPayload,
		"\x1e4a":                               errPayload,
		"b====":                                errPayload,
		"bAQ=":                                 errPayload,
		"4\xff":                                errPayload,
		strings.Repeat("3\x1e", maxPackets):    errTooManyPackets,
		strings.Repeat("3\x1e", 100_000) + "3": errTooManyPackets, // CVE-2020-36048
	}
	for in, want := range cases {
		if _, err := decodePayload([]byte(in)); !errors.Is(err, want) {
			t.Errorf("%.40q: got %v, want %v", in, err, want)
		}
	}
}

func FuzzPayload(f *testing.F) {
	for _, seed := range []string{"4hello", "4a\x1e4b", "bAQIDBA==", "b", "\x1e", "3\x1e1\x1e6", "4\xc3\x28"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		messages, err := decodePayload(in)
		if err != nil {
			return
		}
		var frames []*frame
		for _, m := range messages {
			frames = append(frames, newFrame(m.op, m.data))
		}
		again, err := decodePayload(encodePayload(frames))
		if err != nil || len(again) != len(messages) {
			t.Fatalf("%q decodes to %d packets and then to %d (%v)", in, len(messages), len(again), err)
		}
		for i := range again {
			if again[i].op != messages[i].op || !bytes.Equal(again[i].data, messages[i].data) {
				t.Fatalf("%q: packet %d changed", in, i)
			}
		}
	})
}
