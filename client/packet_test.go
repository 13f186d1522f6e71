package client

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

func TestParsePacket(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want packet
	}{
		{`0{"sid":"x"}`, packet{kind: packetConnect, ack: noAck, data: json.RawMessage(`{"sid":"x"}`)}},
		{`1`, packet{kind: packetDisconnect, ack: noAck}},
		{`2["a"]`, packet{kind: packetEvent, ack: noAck, name: "a"}},
		{`2["new_order",{"id":"1"},"more"]`, packet{kind: packetEvent, ack: noAck, name: "new_order", data: json.RawMessage(`{"id":"1"}`)}},
		{`212["ask",1]`, packet{kind: packetEvent, ack: 12, name: "ask", data: json.RawMessage(`1`)}},
		{`37[]`, packet{kind: packetAck, ack: 7}},
		{`37["yes"]`, packet{kind: packetAck, ack: 7, data: json.RawMessage(`"yes"`)}},
		{`4{"message":"no"}`, packet{kind: packetConnectError, ack: noAck, data: json.RawMessage(`{"message":"no"}`)}},
	} {
		got, err := parsePacket([]byte(c.text))
		if err != nil || got.kind != c.want.kind || got.ack != c.want.ack || got.name != c.want.name || string(got.data) != string(c.want.data) {
			t.Errorf("%s: %+v, %v; want %+v", c.text, got, err, c.want)
		}
	}
}

func TestBrokenPacketsAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		``, `2`, `2{}`, `2null`, `2[]`, `2[1]`, `2[""]`, `2["a"`, `2["a"]x`, `3`, `3{}`, `0{`, `4x`, `5["a"]`, `61-["a"]`, `7`, `x`,
		`2/other,["a"]`, `299999999999999999999["a"]`, `2-1["a"]`,
	} {
		if p, err := parsePacket([]byte(text)); !errors.Is(err, ErrProtocol) {
			t.Errorf("%s: %+v, %v", text, p, err)
		}
	}
}

func TestParseOpen(t *testing.T) {
	t.Parallel()
	silence, err := parseOpen([]byte(`0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":65536}`))
	if err != nil || silence != 45*time.Second {
		t.Errorf("%v, %v; want 45s", silence, err)
	}
	for _, text := range []string{
		``, `0`, `1`, `0[]`, `4{"pingInterval":1,"pingTimeout":1}`, `0{"pingInterval":0,"pingTimeout":1}`,
		`0{"pingInterval":1,"pingTimeout":-1}`, `0{"pingInterval":9000000000000000000,"pingTimeout":1}`,
	} {
		if _, err := parseOpen([]byte(text)); !errors.Is(err, ErrProtocol) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestWhatIsEncodedIsWhatIsParsed(t *testing.T) {
	t.Parallel()
	text, err := encodeEvent(12, "join", map[string]string{"orderId": "<1>"})
	if err != nil || text[0] != engineMessage {
		t.Fatalf("%s, %v", text, err)
	}
	p, err := parsePacket(text[1:])
	if err != nil || p.ack != 12 || p.name != "join" || string(p.data) != `{"orderId":"\u003c1\u003e"}` {
		t.Errorf("%s: %+v, %v", text, p, err)
	}
	if _, err := encodeEvent(noAck, "join", func() {}); err == nil {
		t.Error("a function was encoded")
	}
}

func FuzzPacket(f *testing.F) {
	for _, text := range []string{`0{"sid":"x"}`, `2["a",{"b":[1]}]`, `212["ask",1]`, `37["yes"]`, `4{"message":"no"}`, `2/x,["a"]`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := parsePacket(b)
		if err != nil {
			if !errors.Is(err, ErrProtocol) {
				t.Errorf("%v is not ErrProtocol", err)
			}
			return
		}
		if p.kind == packetEvent && p.name == "" || len(p.data) > 0 && !json.Valid(p.data) {
			t.Errorf("%q: %+v", b, p)
		}
	})
}
