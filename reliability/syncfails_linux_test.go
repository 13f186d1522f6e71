package reliability

import (
	"context"
	"testing"
	"time"

	"orderup/reliability/lossyfs"
)

// exitTempFail is sysexits.h's EX_TEMPFAIL: "start me again".
const exitTempFail = 75

// R5. A sync of the log fails once. The kernel forgets the pages then, so a server that syncs again and goes on
// acknowledges what is not there (PostgreSQL learned it in 2018). Ours must acknowledge nothing more and end, and a
// power cut right after must cost nothing that was acknowledged.
func TestSyncFails(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	o := newOutlet(t)
	o.attach()
	open(ctx, t, o.house)
	var journal Journal
	crowd := &Crowd{Guest: NewGuest(o.house, 16), Journal: &journal, Writers: 16, Pace: 20 * time.Millisecond, Named: "syncfails"}
	must(t, crowd.Fill(ctx, 50))
	closing, worked := make(chan struct{}), make(chan error, 1)
	go func() { worked <- crowd.Work(ctx, closing) }()

	o.disk.Open("orders.db-wal").FailSync()
	began := time.Now()
	soon, giveUp := context.WithTimeout(ctx, 10*time.Second)
	defer giveUp()
	code, err := o.house.AwaitEnd(soon)
	must(t, err)
	took := time.Since(began)
	if code != exitTempFail || took > time.Second {
		t.Errorf("after a failed sync the server ended with status %d after %s, want %d within 1s", code, took, exitTempFail)
	}
	o.powerCut(lossyfs.DropAll)
	judge(t, &journal, o.remains(), false)

	o.attach()
	open(ctx, t, o.house)
	close(closing)
	must(t, <-worked)
	must(t, o.house.Close())
	o.detach()
	v := judge(t, &journal, o.remains(), true)
	t.Logf("a failed sync ended the server in %s with status %d; %d orders acknowledged: %s", took.Round(time.Millisecond), code, journal.Len(), v)
}
