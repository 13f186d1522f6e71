package socketio

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// Examples are those of the section "Packet encoding" of the Socket.IO protocol, revision 5, where it has one.
func TestParsePacket(t *testing.T) {
	t.Parallel()
	raw := func(values ...string) (out []json.RawMessage) {
		for _, v := range values {
			out = append(out, json.RawMessage(v))
		}
		return out
	}
	cases := map[string]packet{
		`0`:                     {kind: packetConnect, namespace: "/", ackID: noAck},
		`0{"token":"123"}`:      {kind: packetConnect, namespace: "/", ackID: noAck, payload: json.RawMessage(`{"token":"123"}`)},
		`0/admin,`:              {kind: packetConnect, namespace: "/admin", ackID: noAck},
		`0/admin`:               {kind: packetConnect, namespace: "/admin", ackID: noAck},
		`0/admin?x=1,{"a":"/"}`: {kind: packetConnect, namespace: "/admin", ackID: noAck, payload: json.RawMessage(`{"a":"/"}`)},
		`1/admin,`:              {kind: packetDisconnect, namespace: "/admin", ackID: noAck},
		`2["foo"]`:              {kind: packetEvent, namespace: "/", ackID: noAck, event: "foo", values: raw()},
		`2["foo",null,[1]]`:     {kind: packetEvent, namespace: "/", ackID: noAck, event: "foo", values: raw(`null`, `[1]`)},
		`2/admin,["bar"]`:       {kind: packetEvent, namespace: "/admin", ackID: noAck, event: "bar", values: raw()},
		`212["foo"]`:            {kind: packetEvent, namespace: "/", ackID: 12, event: "foo", values: raw()},
		`3/admin,13["bar"]`:     {kind: packetAck, namespace: "/admin", ackID: 13, values: raw(`"bar"`)},
		`30[]`:                  {kind: packetAck, namespace: "/", ackID: 0, values: raw()},
		`51-["baz",{"_placeholder":true,"num":0}]`: {kind: packetEvent, namespace: "/", ackID: noAck, event: "baz",
			values: raw(`{"_placeholder":true,"num":0}`), attachments: 1},
		`61-/admin,15["bar",{"_placeholder":true,"num":0}]`: {kind: packetAck, namespace: "/admin", ackID: 15,
			values: raw(`"bar"`, `{"_placeholder":true,"num":0}`), attachments: 1},
		`29007199254740992["foo"]`: {kind: packetEvent, namespace: "/", ackID: maxAckID, event: "foo", values: raw()},
		`2["foo","` + strings.Repeat("[", 99) + `"]`: {kind: packetEvent, namespace: "/", ackID: noAck, event: "foo",
			values: raw(`"` + strings.Repeat("[", 99) + `"`)},
	}
	for in, want := range cases {
		got, err := parsePacket([]byte(in))
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if len(got.values) == 0 && len(want.values) == 0 {
			got.values, want.values = nil, nil
		}
		if !reflect.DeepEqual(*got, want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", in, *got, want)
		}
	}
}

func TestParsePacketRefuses(t *testing.T) {
	t.Parallel()
	cases := map[string]error{
		``:                                errPacket,
		`7["a"]`:                          errPacket,
		`abc`:                             errPacket,
		`4{"message":"x"}`:                errPacket, // the server's to send
		`0[]`:                             errPacket,
		`0{`:                              errPacket,
		`1{}`:                             errPacket,
		`2`:                               errPacket,
		`2{}`:                             errPacket,
		`2["a"`:                           errPacket,
		`2["a"]x`:                         errPacket,
		`2[]`:                             errEventName,
		`2[1]`:                            errEventName,
		`2[null]`:                         errEventName,
		`2[{"toString":"foo"}]`:           errEventName, // CVE-2023-32695
		`2["connect"]`:                    errEventName,
		`2["disconnecting"]`:              errEventName, // CVE-2024-38355 is its kind
		`3["a"]`:                          errAckID,
		`31{}`:                            errPacket,
		`2-1["a"]`:                        errPacket,
		`21.5["a"]`:                       errPacket,
		`29007199254740993["a"]`:          errAckID,
		`21000000000000000000000000["a"]`: errAckID,
		`5["a"]`:                          errAttachments,
		`50-["a"]`:                        errAttachments,
		`511-["a"]`:                       errAttachments,
		`599999-["a"]`:                    errAttachments, // CVE-2026-33151
		`5-1-["a"]`:                       errAttachments,
		`51["a"]`:                         errAttachments,
		`51-["a",{"_placeholder":true,"num":"splice"}]`:             errPlaceholder, // CVE-2022-2421
		`51-["a",{"_placeholder":true,"num":-1}]`:                   errPlaceholder,
		`51-["a",{"_placeholder":true,"num":1}]`:                    errPlaceholder,
		`51-["a",{"_placeholder":true,"num":0.5}]`:                  errPlaceholder,
		`51-["a",[{"x":{"_placeholder":true}}]]`:                    errPlaceholder,
		`2["a",` + strings.Repeat("[", 100_000):                     errNesting,
		`2` + strings.Repeat("[", 33) + strings.Repeat("]", 33):     errNesting,
		`0` + strings.Repeat(`{"a":`, 33) + strings.Repeat("}", 33): errNesting,
	}
	for in, want := range cases {
		if _, err := parsePacket([]byte(in)); !errors.Is(err, want) {
			t.Errorf("%.60s: got %v, want %v", in, err, want)
		}
	}
}

func TestPacketFrames(t *testing.T) {
	t.Parallel()
	values := func(v ...string) (a Args) {
		for _, x := range v {
			a.Values = append(a.Values, json.RawMessage(x))
		}
		return a
	}
	binary := values(`{"_placeholder":true,"num":0}`)
	binary.Binary = [][]byte{{1, 2, 3}}
	cases := []struct {
		want   string
		frames []*frame
	}{
		{`42["foo"]`, eventFrames("/", noAck, "foo", Args{})},
		{`42["a\"b",1,null]`, eventFrames("/", noAck, `a"b`, values("1", ""))},
		{`42/admin,["bar",{}]`, eventFrames("/admin", noAck, "bar", values("{}"))},
		{`4212["foo"]`, eventFrames("/", 12, "foo", Args{})},
		{`430[]`, ackFrames("/", 0, Args{})},
		{`43/admin,13["bar",2]`, ackFrames("/admin", 13, values(`"bar"`, "2"))},
		{`451-["baz",{"_placeholder":true,"num":0}]`, eventFrames("/", noAck, "baz", binary)},
		{`461-/admin,15[{"_placeholder":true,"num":0}]`, ackFrames("/admin", 15, binary)},
		{`40{"sid":"x"}`, []*frame{connectFrame("/", "x", "")}},
		{`40/admin,{"sid":"x"}`, []*frame{connectFrame("/admin", "x", "")}},
		{`41/admin,`, []*frame{disconnectFrame("/admin")}},
	}
	for _, c := range cases {
		if got := string(c.frames[0].packet()); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
		if c.frames[0].op() != opText {
			t.Errorf("%s: opcode %d", c.want, c.frames[0].op())
		}
	}
	attached := eventFrames("/", noAck, "baz", binary)
	if len(attached) != 2 || attached[1].op() != opBinary || string(attached[1].packet()) != "\x01\x02\x03" {
		t.Errorf("attachment encoded as %+v", attached[1:])
	}
}

func FuzzPacket(f *testing.F) {
	for _, seed := range []string{`0`, `0/a,{"x":1}`, `1`, `2["a",1]`, `2/a?b,12["a",{"b":[]}]`, `31["a"]`, `52-["a",{"_placeholder":true,"num":1}]`,
		`61-3[null]`, `2["\ud800"]`, `2[[[[`, `29007199254740993["a"]`, `4{}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		p, err := parsePacket(in)
		if err != nil {
			var v *violationError
			if !errors.As(err, &v) {
				t.Fatalf("%v is not a violation", err)
			}
			return
		}
		if p.kind != packetEvent || p.attachments > 0 || strings.ContainsAny(p.namespace, ",?") {
			return
		}
		again, err := parsePacket(eventFrames(p.namespace, p.ackID, p.event, Args{Values: p.values})[0].packet()[1:])
		if err != nil || again.event != p.event || again.ackID != p.ackID || len(again.values) != len(p.values) {
			t.Fatalf("%q encodes to %+v (%v)", in, again, err)
		}
	})
}
