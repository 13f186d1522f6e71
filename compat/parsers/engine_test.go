package parsers

import (
	"encoding/base64"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"orderup/socketio"
)

// ourPayload is what our parser makes of a body. Types that do not exist are refused when a message is acted upon, and
// count as refused here.
func ourPayload(body string) []socketio.Message {
	messages, err := socketio.ParsePayload([]byte(body))
	unknown := func(m socketio.Message) bool { return !m.Binary && !strings.Contains("0123456", string(m.Data[:1])) }
	if err != nil || slices.ContainsFunc(messages, unknown) {
		return nil
	}
	return messages
}

// engineDifferences tells why ours may refuse a body that the official parser accepts.
var engineDifferences = map[string]func(body string) bool{
	"more than 1,000 packets": func(body string) bool { return strings.Count(body, "\x1e") >= 1000 },
	"broken base64, of which Node.js reads what it can": func(body string) bool {
		return slices.ContainsFunc(strings.Split(body, "\x1e"), func(part string) bool {
			code, binary := strings.CutPrefix(part, "b")
			_, err := base64.StdEncoding.DecodeString(code)
			return binary && err != nil
		})
	},
}

// TestEngineParsersAgree is R14 for Engine.IO.
func TestEngineParsersAgree(t *testing.T) {
	t.Parallel()
	g := dice(t)
	bodies := make([]string, *inputs)
	for i := range bodies {
		bodies[i] = g.enginePayload()
	}
	bodies = append(bodies, strings.Repeat("3\x1e", 1000)+"3", "bA")
	var accepted int
	met := map[string]int{}
	askOfficial(t, "engine", bodies, func(body string, answer []byte) {
		var official []socketio.Message
		if err := json.Unmarshal(answer, &official); err != nil {
			t.Fatal(err)
		}
		own := ourPayload(body)
		switch {
		case len(own) == len(official) && (len(own) == 0 || sameMessages(own, official)):
			accepted += min(1, len(own))
		default:
			met[explainPayload(t, body, own, official)]++
		}
	})
	t.Logf("%d bodies, %d accepted by both; differences: %v", len(bodies), accepted, met)
	if accepted < len(bodies)/10 || len(met) != len(engineDifferences) {
		t.Errorf("%d of %d bodies were accepted, the differences met are %v", accepted, len(bodies), met)
	}
}

// sameMessages compares, with no data as good as empty data.
func sameMessages(a, b []socketio.Message) bool {
	return slices.EqualFunc(a, b, func(x, y socketio.Message) bool {
		return x.Binary == y.Binary && reflect.DeepEqual(string(x.Data), string(y.Data))
	})
}

func explainPayload(t *testing.T, body string, own, official []socketio.Message) string {
	t.Helper()
	for name, holds := range engineDifferences {
		if own == nil && holds(body) {
			return name
		}
	}
	t.Errorf("%.200q:\nours:     %+v\nofficial: %+v", body, own, official)
	return "unexplained"
}
