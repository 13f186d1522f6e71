package reliability

import (
	"context"
	"slices"
	"testing"
	"time"
)

// goalReady is how soon after a kill the server must serve again (R1), at the median: this machine is shared.
const goalReady = 500 * time.Millisecond

// R1. Writers order and push orders on while the server is killed again and again at any instant. Whoever got no
// answer asks again under the same key. In the end nothing acknowledged may be missing and nothing may be there twice.
func TestKill9(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), time.Duration(60+6**rounds)*time.Second+time.Duration(*fill)*10*time.Millisecond)
	defer stop()
	house := newHouse(t, t.TempDir())
	open(ctx, t, house)
	var journal Journal
	crowd := &Crowd{Guest: NewGuest(house, 64), Journal: &journal, Writers: 64, Pace: 200 * time.Millisecond, Named: "kill9"}
	must(t, crowd.Fill(ctx, *fill))
	filled := journal.Len()

	began := time.Now()
	closing, worked := make(chan struct{}), make(chan error, 1)
	go func() { worked <- crowd.Work(ctx, closing) }()
	starts := killRepeatedly(ctx, t, house, *rounds)
	close(closing)
	must(t, <-worked)
	took := time.Since(began)
	must(t, house.Close())

	v := judge(t, &journal, house.Data, true)
	slices.Sort(starts)
	median, slowest := starts[len(starts)/2], starts[len(starts)-1]
	t.Logf("%d kills in %s, %d orders acknowledged on top of %d: %s", len(starts), took.Round(time.Second), journal.Len()-filled, filled, v)
	t.Logf("from start to ready: median %s, slowest %s", median.Round(time.Millisecond), slowest.Round(time.Millisecond))
	if median > goalReady {
		t.Errorf("ready after %s at the median, want at most %s", median, goalReady)
	}
	if acked := journal.Len() - filled; acked < 20*len(starts) {
		t.Errorf("only %d orders in %d rounds: the server was killed idle, which proves nothing", acked, len(starts))
	}
}

// killRepeatedly kills the house 0.3 to 3 seconds after it opened, opens it again, and returns how long each opening took.
func killRepeatedly(ctx context.Context, t *testing.T, house *House, rounds int) []time.Duration {
	t.Helper()
	if rounds == 0 {
		rounds = 10
	}
	rng := dice(t)
	var starts []time.Duration
	for range rounds {
		life := 300*time.Millisecond + time.Duration(rng.Int64N(int64(2700*time.Millisecond)))
		select {
		case <-time.After(life): // the instant of the accident is the experiment
		case <-ctx.Done():
			t.Fatal(ctx.Err())
		}
		must(t, house.Kill())
		starts = append(starts, open(ctx, t, house))
	}
	return starts
}
