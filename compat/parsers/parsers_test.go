package parsers

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"orderup/socketio"
)

var inputs = flag.Int("inputs", 20_000, "how many packets each of the official parsers and ours are compared on")

// dice returns a generator, and tells how to get the same one again.
func dice(t *testing.T) generator {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return generator{rand.New(rand.NewPCG(seed, 0))}
}

// packet is one of Socket.IO as both parsers can tell it.
type packet struct {
	Type      int
	Namespace string
	HasID     bool
	ID        float64
	Data      any // nil if there is none
}

// ours is what our parser makes of a text.
func ours(text string) (*packet, error) {
	p, err := socketio.ParsePacket([]byte(text))
	if err != nil {
		return nil, err
	}
	o := &packet{Type: int(p.Type - '0'), Namespace: p.Namespace, HasID: p.AckID >= 0, ID: max(0, float64(p.AckID))}
	switch p.Type {
	case '0':
		if p.Auth != nil {
			err = json.Unmarshal(p.Auth, &o.Data)
		}
	case '2':
		o.Data, err = decodeAll(append([]any{p.Event}, make([]any, 0, len(p.Args))...), p.Args)
	case '3':
		o.Data, err = decodeAll([]any{}, p.Args)
	}
	if p.Attachments > 0 {
		o.Data = bare(o.Data)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNumber, err)
	}
	return o, nil
}

func decodeAll(values []any, raw []json.RawMessage) (any, error) {
	for _, r := range raw {
		var v any
		if err := json.Unmarshal(r, &v); err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

// bare takes from placeholders what the official parser drops when it puts the attachment in their place.
func bare(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = bare(v[i])
		}
	case map[string]any:
		if v["_placeholder"] == true {
			return map[string]any{"_placeholder": true, "num": v["num"]}
		}
		for k := range v {
			v[k] = bare(v[k])
		}
	}
	return v
}

// TestSocketParsersAgree is R14 for Socket.IO. Each difference must be met, or it would have no place in the list.
func TestSocketParsersAgree(t *testing.T) {
	t.Parallel()
	g := dice(t)
	packets := make([]string, *inputs)
	for i := range packets {
		packets[i] = g.socketPacket()
	}
	for _, d := range socketDifferences {
		packets = append(packets, d.example)
	}
	var accepted int
	met := map[string]int{}
	askOfficial(t, "socket", packets, func(text string, answer []byte) {
		official, err := officialPacket(answer)
		if err != nil {
			t.Fatal(err)
		}
		own, refusal := ours(text)
		switch {
		case reflect.DeepEqual(own, official):
			if own != nil {
				accepted++
			}
		default:
			met[explain(t, text, own, refusal, official)]++
		}
	})
	t.Logf("%d packets, %d accepted by both; differences: %v", len(packets), accepted, met)
	if accepted < len(packets)/10 {
		t.Errorf("only %d of %d packets were accepted: the rest proves little", accepted, len(packets))
	}
	for _, d := range socketDifferences {
		if met[d.name] == 0 {
			t.Errorf("the difference %q is not met by %q", d.name, d.example)
		}
	}
}

func officialPacket(answer []byte) (p *packet, err error) {
	err = json.Unmarshal(answer, &p)
	return p, err
}

func explain(t *testing.T, text string, own *packet, refusal error, official *packet) string {
	t.Helper()
	for _, d := range socketDifferences {
		if d.holds(text, own, refusal, official) {
			return d.name
		}
	}
	t.Errorf("%q:\nours:     %+v, %v\nofficial: %+v", text, own, refusal, official)
	return "unexplained"
}
