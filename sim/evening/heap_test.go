package evening_test

import (
	"flag"
	"runtime"
	"testing"
	"time"
)

var hours = flag.Int("hours", 1, "how long the service of TestAServiceCostsNoMemory goes on; 48 are two days")

// goalHeap is how much more memory a house may hold after a service than
// before.
const goalHeap = 10 << 20

// Beside no other test, whose memory would be counted too.
func TestAServiceCostsNoMemory(t *testing.T) {
	on(t, saturday(t, 18, 0), func(s *stage) {
		s.until(saturday(t, 19, 30)) // what keeps the last of something is full by then
		before := heap()
		s.until(saturday(t, 19+*hours, 30))
		after := heap()
		t.Logf("%d events; heap %.1f MB in the rush, %.1f MB %d h later", len(s.house.Events(s)), mb(before), mb(after), *hours)
		if after-before > goalHeap {
			t.Errorf("the house holds %.1f MB more", mb(after-before))
		}
	})
}

// heap is the memory in use.
func heap() int64 {
	runtime.GC()
	time.Sleep(time.Millisecond) // who waits for nothing else lets go
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func mb(bytes int64) float64 { return float64(bytes) / (1 << 20) }
