package replay_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"orderup/kitchen/eta/replay"
	"orderup/sim/kitchens"
)

// log is what the screens of a house hear in so many days, as lines; every
// order is asked for when it comes, and while it waits.
func log(tb testing.TB, seed uint64, s kitchens.Scenario, days int) []byte {
	tb.Helper()
	var lines bytes.Buffer
	out, queries := json.NewEncoder(&lines), 0
	for _, e := range kitchens.Draw(seed, s).Events(days) {
		if err := out.Encode(e); err != nil {
			tb.Fatal(err)
		}
		if e.Type == kitchens.Create || e.Type == kitchens.Bump {
			queries++
			_ = out.Encode(kitchens.Event{Type: kitchens.Query, T: e.T, Order: e.Order, ID: fmt.Sprint(queries), Quote: e.Type == kitchens.Create})
		}
	}
	return lines.Bytes()
}

// run replays a log and returns the answers.
func run(tb testing.TB, log []byte) []byte {
	tb.Helper()
	var answers bytes.Buffer
	if err := replay.Run(bytes.NewReader(log), &answers, func(remark string) { tb.Error(remark) }); err != nil {
		tb.Fatal(err)
	}
	return answers.Bytes()
}

// TestSameInputSameBytes: what a kitchen says depends on nothing but its log.
func TestSameInputSameBytes(t *testing.T) {
	everything := kitchens.Everything
	everything.NoStations = true // inferred at night
	for story, s := range map[string]kitchens.Scenario{"an ordinary house": {}, "everything wrong": everything} {
		log := log(t, 7, s, 3)
		first, second := run(t, log), run(t, log)
		if !bytes.Equal(first, second) {
			t.Errorf("%s: the same log was answered by other bytes", story)
		}
		if answers, queries := bytes.Count(first, []byte("\n")), bytes.Count(log, []byte(`"type":"query"`)); answers != queries || queries < 100 {
			t.Errorf("%s: %d queries have %d answers", story, queries, answers)
		}
	}
}

// TestOtherInputOtherBytes is the control.
func TestOtherInputOtherBytes(t *testing.T) {
	if bytes.Equal(run(t, log(t, 7, kitchens.Scenario{}, 1)), run(t, log(t, 8, kitchens.Scenario{}, 1))) {
		t.Error("two houses were answered by the same bytes")
	}
}

// BenchmarkTenDays replays the log of ten days, with a query for each order
// that comes and each bump.
func BenchmarkTenDays(b *testing.B) {
	for name, s := range map[string]kitchens.Scenario{"stations": {}, "no-stations": {NoStations: true}} {
		log := log(b, 28, s, 10)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				run(b, log)
			}
			b.ReportMetric(float64(bytes.Count(log, []byte(`"type":"create"`))), "orders")
			b.ReportMetric(float64(bytes.Count(log, []byte(`"type":"bump"`))), "bumps")
		})
	}
}
