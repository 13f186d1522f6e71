package evening_test

import (
	"testing"
	"testing/synctest"
	"time"

	"orderup/sim/evening"
)

func TestAClockGoesAtItsRateOnceStarted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := saturday(t, 17, 30)
		c := evening.NewClock(start, 10)
		shows := func(what string, want time.Duration) {
			t.Helper()
			if got := c.Now().Sub(start); got != want {
				t.Errorf("%s it shows %v later, want %v", what, got, want)
			}
		}
		time.Sleep(time.Hour)
		shows("before the start", 0)
		c.PutForward(start.Add(time.Minute))
		shows("put forward", time.Minute)
		c.Start()
		time.Sleep(time.Minute)
		c.Start()
		shows("after a minute", 11*time.Minute)
		if d := c.Until(start.Add(21 * time.Minute)); d != time.Minute {
			t.Errorf("ten minutes of it take %v", d)
		}
		c.PutForward(start)
		shows("put back", 11*time.Minute)
		c.PutForward(start.Add(time.Hour))
		time.Sleep(time.Second)
		shows("a second after the jump", time.Hour+10*time.Second)
	})
}
