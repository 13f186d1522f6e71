package evening

import (
	"math"
	"sync"
	"time"
)

// A Clock is the time of a house that goes faster than the world's. It stands
// still until it is started, and can be put forward at any time. Its methods
// may be called from any goroutine.
type Clock struct {
	rate float64

	mu    sync.Mutex
	shown time.Time // at the moment since
	since time.Time // in the world; zero while the clock stands still
}

// NewClock returns a clock that stands still at a time. Once started it goes
// rate times as fast as the world's.
func NewClock(at time.Time, rate float64) *Clock { return &Clock{rate: rate, shown: at} }

// Rate returns how fast the clock goes.
func (c *Clock) Rate() float64 { return c.rate }

// Now returns what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if c.since.IsZero() {
		return c.shown
	}
	return c.shown.Add(time.Duration(float64(time.Since(c.since)) * c.rate))
}

// Start lets the clock go.
func (c *Clock) Start() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.since.IsZero() {
		c.since = time.Now()
	}
}

// PutForward sets the clock to a time that is not before what it shows.
func (c *Clock) PutForward(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !to.After(c.now()) {
		return
	}
	c.shown = to
	if !c.since.IsZero() {
		c.since = time.Now()
	}
}

// Until returns how long it takes in the world until a running clock shows t.
func (c *Clock) Until(t time.Time) time.Duration {
	return time.Duration(math.Ceil(float64(t.Sub(c.Now())) / c.rate))
}
