package load

import (
	"testing"
	"time"
)

func TestAMarkIsFoundAgain(t *testing.T) {
	t.Parallel()
	for _, m := range []mark{{0, 1, 0}, {7, 12, 1500 * time.Millisecond}, {9999, 1 << 30, 24 * time.Hour}} {
		packet := `2["order_status_updated",{"orderId":"x","message":"` + m.String() + `","version":3}]`
		if got, ok := findMark([]byte(packet)); !ok || got != m {
			t.Errorf("%s: found %+v, %v", packet, got, ok)
		}
	}
}

func TestWhatIsNoMarkIsNotTakenForOne(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "load", "load-", "load-1-2-3", "load-1-2.", "load-1-0-3.", "load-x-2-3.", "load--1-2-3.", "load-1-2-3-4.",
		"load-1-2-99999999999.", "load-1234567890123-2-3.", "reload-1", "LOAD-1-2-3.",
	} {
		if got, ok := findMark([]byte(text)); ok {
			t.Errorf("%s: found %+v", text, got)
		}
	}
}

func FuzzFindMark(f *testing.F) {
	f.Add("load-7-12-1500000.")
	f.Add("load-7-12-")
	f.Fuzz(func(t *testing.T, packet string) {
		m, ok := findMark([]byte(packet))
		if !ok {
			return
		}
		if again, ok := findMark([]byte(m.String())); !ok || again != m {
			t.Errorf("%q holds %+v, which is written %s", packet, m, m)
		}
	})
}
