package reliability

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// tinyDisk is a memory disk of 12 MB of which a ballast file takes 4: taking that away is somebody tidying up.
func tinyDisk(t *testing.T) (dir, ballast string) {
	t.Helper()
	if os.Geteuid() != 0 {
		missing(t, errors.New("mounting a small disk needs root: run this test as root"))
	}
	dir = t.TempDir()
	must(t, syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "size=12m,mode=700"))
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount %s: %v", dir, err)
		}
	})
	ballast = filepath.Join(dir, "ballast")
	must(t, os.WriteFile(ballast, make([]byte, 4<<20), 0o600))
	return dir, ballast
}

// hugeOrder is the body of an order of some kilobytes.
func hugeOrder(customer string) string {
	line := `{"name":"` + strings.Repeat("Fish and Chips ", 4) + `","price":12,"quantity":1}`
	return fmt.Sprintf(`{"customerName":%q,"items":[%s]}`, customer, strings.Repeat(line+",", 19)+line)
}

// R4. The disk fills up under the server: whoever writes is told to come back, whoever reads or listens notices
// nothing, and when somebody makes room the server writes again by itself, having lost nothing.
func TestDiskFull(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	dir, ballast := tinyDisk(t)
	house := newHouse(t, dir)
	open(ctx, t, house)
	r := &fullDisk{t: t, house: house, guest: NewGuest(house, 4)}
	first := r.order(ctx)
	url, err := house.URL(ctx)
	must(t, err)
	socket, err := DialSocket(ctx, url)
	must(t, err)
	defer socket.Close()
	r.join(ctx, socket, first)
	pid := house.PID()

	r.fillUp(ctx)
	t.Logf("full after %d acknowledged orders", r.journal.Len())
	r.stillReads(ctx, first)
	r.join(ctx, socket, first)
	r.fillUp(ctx) // what reading may have made room for
	must(t, os.Remove(ballast))
	healed := r.heal(ctx)
	t.Logf("wrote again %s after room was made", healed.Round(time.Millisecond))
	if healed > time.Second {
		t.Errorf("healed in %s, want at most 1s", healed)
	}
	r.stillPushes(ctx, socket, first)
	if house.PID() != pid {
		t.Errorf("the server was process %d and is %d: it was restarted", pid, house.PID())
	}
	must(t, house.Close())
	v := judge(t, &r.journal, house.Data, true)
	t.Logf("%d orders acknowledged: %s", r.journal.Len(), v)
}

// fullDisk is the state of one run of R4.
type fullDisk struct {
	t       *testing.T
	house   *House
	guest   *Guest
	journal Journal
	orders  int // tried
}

// place tries one order, under a key of its own.
func (r *fullDisk) place(ctx context.Context) Reply {
	r.t.Helper()
	r.orders++
	customer := fmt.Sprintf("diskfull-%d", r.orders)
	reply, err := r.guest.Post(ctx, "/orders", customer, hugeOrder(customer))
	must(r.t, err)
	if reply.Status == http.StatusCreated {
		a, err := reply.Ack()
		must(r.t, err)
		r.journal.Note(a)
	}
	return reply
}

func (r *fullDisk) order(ctx context.Context) Ack {
	r.t.Helper()
	a, err := r.place(ctx).Ack()
	must(r.t, err)
	return a
}

// fillUp orders until the server says that it cannot keep the order.
func (r *fullDisk) fillUp(ctx context.Context) {
	r.t.Helper()
	for range 10_000 {
		if reply := r.place(ctx); reply.Status != http.StatusCreated {
			r.wantFull(reply)
			return
		}
	}
	r.t.Fatal("10,000 large orders did not fill a disk of 12 MB")
}

// wantFull checks how a guest is sent away: 507, when to come back, and why.
func (r *fullDisk) wantFull(reply Reply) {
	r.t.Helper()
	after, err := strconv.Atoi(reply.Header.Get("Retry-After"))
	if reply.Status != http.StatusInsufficientStorage || err != nil || after < 1 {
		r.t.Fatalf("on a full disk: %d, Retry-After %q, want 507 and seconds: %s", reply.Status, reply.Header.Get("Retry-After"), reply.Body)
	}
	if !strings.Contains(string(reply.Body), `"success":false`) {
		r.t.Errorf("the refusal lacks success:false: %s", reply.Body)
	}
}

func (r *fullDisk) stillReads(ctx context.Context, first Ack) {
	r.t.Helper()
	for path, want := range map[string]string{"/orders?limit=5": `"success":true`, "/orders/" + first.ID: first.ID, "/orders/stats/overview": `"success":true`} {
		reply, err := r.guest.Get(ctx, path)
		if err != nil || reply.Status != http.StatusOK || !strings.Contains(string(reply.Body), want) {
			r.t.Errorf("GET %s on a full disk: %d, %v: %.200s", path, reply.Status, err, reply.Body)
		}
	}
}

// join enters the order's room, which reads the order, and wants it in the answer.
func (r *fullDisk) join(ctx context.Context, s *Socket, a Ack) {
	r.t.Helper()
	answer, err := s.Ask(ctx, "join_order_room", map[string]string{"orderId": a.ID})
	must(r.t, err)
	if !strings.Contains(answer, a.ID) || !strings.Contains(answer, `"cursor"`) {
		r.t.Errorf("joining the room of order %s was answered %.300s", a.ID, answer)
	}
}

// heal orders until one is kept, and returns how long that took.
func (r *fullDisk) heal(ctx context.Context) time.Duration {
	r.t.Helper()
	began := time.Now()
	for again := time.NewTicker(10 * time.Millisecond); ; {
		if r.place(ctx).Status == http.StatusCreated {
			return time.Since(began)
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			r.t.Fatal("room was made and the server did not write again")
		}
	}
}

// stillPushes changes the order whose room the socket joined before the disk was full.
func (r *fullDisk) stillPushes(ctx context.Context, s *Socket, first Ack) {
	r.t.Helper()
	reply, err := r.guest.Post(ctx, "/orders/"+first.ID+"/status", "diskfull-status", `{"status":"ready"}`)
	must(r.t, err)
	a, err := reply.Ack()
	must(r.t, err)
	r.journal.Note(a)
	for _, status := range []string{"in_progress", "ready"} {
		pushed, err := s.Await(ctx, `2["order_status_updated",`)
		must(r.t, err)
		if !strings.Contains(pushed, first.ID) || !strings.Contains(pushed, status) {
			r.t.Errorf("want %s of order %s pushed, got %.300s", status, first.ID, pushed)
		}
	}
}
