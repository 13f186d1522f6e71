package load

import (
	"strings"
	"testing"
	"time"
)

var modest = Plan{URL: "http://localhost:3000", Connections: 10, Rooms: 2, Rate: 50, Duration: time.Second, As: Guest, Ramp: 100}

func TestAPlanIsRefusedWithASentence(t *testing.T) {
	t.Parallel()
	if err := modest.Check(); err != nil {
		t.Error(err)
	}
	for word, spoil := range map[string]func(*Plan){
		"connections": func(p *Plan) { p.Connections = 0 },
		"rooms":       func(p *Plan) { p.Rooms = 1_000_000 },
		"rate":        func(p *Plan) { p.Rate = 0 },
		"duration":    func(p *Plan) { p.Duration = -time.Second },
		"ramp":        func(p *Plan) { p.Ramp = 0 },
		"settle":      func(p *Plan) { p.Settle = -1 },
	} {
		p := modest
		spoil(&p)
		if err := p.Check(); err == nil || !strings.Contains(err.Error(), word+" is") || !strings.Contains(err.Error(), "give") {
			t.Errorf("%s: %v", word, err)
		}
	}
}

func TestTheScheduleIsKnownBeforehand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rate     float64
		duration time.Duration
		updates  int
		last     time.Duration
	}{
		{50, time.Second, 50, 980 * time.Millisecond},
		{0.5, 10 * time.Second, 5, 8 * time.Second},
		{1000, 10 * time.Millisecond, 10, 9 * time.Millisecond},
	} {
		p := Plan{Rate: c.rate, Duration: c.duration}
		if n := p.updates(); n != c.updates || p.due(n-1) != c.last {
			t.Errorf("%v a second for %v: %d updates, the last due at %v", c.rate, c.duration, n, p.due(n-1))
		}
	}
}

func TestEveryDeliveryIsExpected(t *testing.T) {
	t.Parallel()
	done := []int{3, 2, 1}
	for as, want := range map[Role]int64{Guest: 3*3 + 2*2 + 1*2, Staff: 7 * 6} {
		if got := (Plan{Connections: 7, Rooms: 3, As: as}).expect(done); got != want {
			t.Errorf("%q: %d, want %d", as, got, want)
		}
	}
	if got := (Plan{Connections: 2, Rooms: 3, As: Guest}).expect(done); got != 5 {
		t.Errorf("more orders than guests: %d, want 5", got)
	}
}

func TestAnAddressHasAPort(t *testing.T) {
	t.Parallel()
	if got, err := address("http://localhost:3000/"); err != nil || got != "localhost:3000" {
		t.Errorf("%s, %v", got, err)
	}
	for _, url := range []string{"", "localhost:3000", "http://localhost", "https://localhost:3000", "http://localhost:3000/orders"} {
		if got, err := address(url); err == nil {
			t.Errorf("%s: %s", url, got)
		}
	}
}
