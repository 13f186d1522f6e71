package reliability

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"orderup/reliability/lossyfs"
)

// outlet is a machine with a lossy disk: what is pulled out of it loses its power.
type outlet struct {
	t     *testing.T
	disk  *lossyfs.Disk
	dir   string
	mount *lossyfs.Mount
	house *House
}

func newOutlet(t *testing.T) *outlet {
	t.Helper()
	missing(t, lossyfs.Available())
	o := &outlet{t: t, disk: lossyfs.NewDisk(), dir: t.TempDir()}
	t.Cleanup(o.detach) // runs after the house was killed, which is registered later
	o.house = newHouse(t, o.dir)
	return o
}

func (o *outlet) attach() {
	o.t.Helper()
	var err error
	o.mount, err = lossyfs.Attach(o.disk, o.dir)
	must(o.t, err)
}

func (o *outlet) detach() {
	if o.mount == nil {
		return
	}
	if err := o.mount.Detach(); err != nil {
		o.t.Error(err)
	}
	o.mount = nil
}

// powerCut kills the server, forgets what was not synced but for what loss spares, and returns how many writes were
// at stake.
func (o *outlet) powerCut(loss lossyfs.Loss) int {
	o.t.Helper()
	must(o.t, o.house.Kill())
	o.detach()
	unsynced := o.disk.Unsynced()
	o.disk.PowerCut(loss)
	return unsynced
}

// stumble starts the server and cuts the power again before, or just after, it is ready: recovery and the making of
// a new database must survive that as well. A server that ends by itself cannot start on what a power cut left.
func (o *outlet) stumble(ctx context.Context, rng *rand.Rand) {
	o.t.Helper()
	o.attach()
	brief, stop := context.WithTimeout(ctx, time.Duration(rng.Int64N(int64(60*time.Millisecond))))
	defer stop()
	if _, err := o.house.Open(brief); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		o.t.Fatal(err)
	}
	o.powerCut(lossyfs.Tear(rng))
}

// remains is a copy of the database as it is on the disk now.
func (o *outlet) remains() string {
	o.t.Helper()
	dir := o.t.TempDir()
	must(o.t, o.disk.Export(dir))
	return filepath.Join(dir, filepath.Base(o.house.Data))
}

// R2. As R1, but each accident also takes what the server had written and not synced, or tears it; sometimes again
// while the server comes back. What was acknowledged must still be there, every time.
func TestPowerCut(t *testing.T) {
	n := *rounds
	if n == 0 {
		n = 8
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Duration(60+6*n)*time.Second)
	defer stop()
	o, rng := newOutlet(t), dice(t)
	o.attach()
	open(ctx, t, o.house)
	var journal Journal
	crowd := &Crowd{Guest: NewGuest(o.house, 64), Journal: &journal, Writers: 64, Pace: 200 * time.Millisecond, Named: "powercut"}
	closing, worked := make(chan struct{}), make(chan error, 1)
	go func() { worked <- crowd.Work(ctx, closing) }()
	atStake := 0
	for range n {
		atStake += o.accident(ctx, rng, &journal)
	}
	close(closing)
	must(t, <-worked)
	must(t, o.house.Close())
	o.detach()
	v := judge(t, &journal, o.remains(), true)
	t.Logf("%d power cuts with %d unsynced writes at stake, %d orders acknowledged, %d answers lost and repeated: %s",
		n, atStake, journal.Len(), crowd.Replays(), v)
}

// accident lets the server work for a while, cuts its power, judges what is left, and brings the server back. It
// returns how many unsynced writes were at stake.
func (o *outlet) accident(ctx context.Context, rng *rand.Rand, journal *Journal) int {
	o.t.Helper()
	select {
	case <-time.After(100*time.Millisecond + time.Duration(rng.Int64N(int64(1400*time.Millisecond)))): // the experiment
	case <-ctx.Done():
		o.t.Fatal(ctx.Err())
	}
	atStake := o.powerCut(lossyfs.Tear(rng))
	judge(o.t, journal, o.remains(), false)
	o.stumble(ctx, rng)
	o.attach()
	open(ctx, o.t, o.house)
	return atStake
}

// The first start makes the database. Whenever the power goes in it, the next start must find its way: nobody can be
// asked to delete a file that the server itself has left behind.
func TestPowerCutAtFirstStart(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	o, rng := newOutlet(t), dice(t)
	for range 25 {
		o.disk = lossyfs.NewDisk()
		o.stumble(ctx, rng)
		o.stumble(ctx, rng)
		o.attach()
		journal := placeOrders(ctx, t, o.house, "first", 1)
		o.powerCut(lossyfs.DropAll)
		judge(t, journal, o.remains(), true)
	}
}

// The control of R2: the same disk under the same server, told not to sync, must lose what it acknowledged. And told
// nothing it must not.
func TestPowerCutControl(t *testing.T) {
	for _, c := range []struct {
		story string
		env   []string
		loses bool
	}{
		{"synced", nil, false},
		{"unsynced", []string{unsafeSynchronous}, true},
	} {
		t.Run(c.story, func(t *testing.T) {
			ctx, stop := context.WithTimeout(t.Context(), time.Minute)
			defer stop()
			o := newOutlet(t)
			o.attach()
			before := placeOrders(ctx, t, o.house, "before", 50)
			must(t, o.house.Close())
			o.house.Env = c.env
			after := placeOrders(ctx, t, o.house, "after", 200)
			o.powerCut(lossyfs.DropAll)

			l := ledger(t, o.remains())
			if v := Compare(before.Acks(), l, false); !v.Clean() {
				t.Errorf("orders of the day before: %s", v)
			}
			v := Compare(after.Acks(), l, false)
			t.Logf("%s: %d orders acknowledged before the power cut: %s", c.story, after.Len(), v)
			if lost := v.Lost > 0; lost != c.loses {
				t.Errorf("lost acknowledged orders: %v, want %v", lost, c.loses)
			}
		})
	}
}
