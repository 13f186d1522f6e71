package reliability

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

var connections = flag.Int("connections", 2000, "over how many connections TestLiveFuzz sends its pieces, up to 50 each")

// R15. Spoiled requests and frames, and the attacks of the list, against the program as it runs: it must neither end nor
// keep anything of it, and guests beside it must be answered all the while.
func TestLiveFuzz(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 3*time.Minute+time.Duration(*connections)*100*time.Millisecond)
	defer stop()
	house := newHouse(t, t.TempDir(), "ORDERUP_LOG=debug")
	open(ctx, t, house)
	url, err := house.URL(ctx)
	must(t, err)
	host, pid := strings.TrimPrefix(url, "http://"), house.PID()
	guests := seat(t, url, 10)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	_, err = fuzz(host, seed, max(40, *connections/10)) // the memory that a server has once it is warm
	must(t, err)
	before := awaitCalm(ctx, t, url, figures{goroutines: 60, files: 60, webSockets: 10}, time.Minute)
	_, calm := guests.waits()
	began := time.Now()
	pieces, err := fuzz(host, seed+1, *connections)
	must(t, err)
	took := time.Since(began)
	n, busy := guests.waits()
	after := awaitCalm(ctx, t, url, before, time.Minute)
	t.Logf("%d pieces over %d connections in %v; 99%% of %d answers to others within %v, warming up %v; %v, before %v",
		pieces, *connections, took.Round(time.Millisecond), n, busy, calm, after, before)
	if grown := after.memory - before.memory; grown > 64e6 || busy > time.Second {
		t.Errorf("the memory grew by %.0f MB, others waited for %v", grown/1e6, busy)
	}
	must(t, guests.leave())
	if house.PID() != pid || !ready(ctx, url) {
		t.Error("the server is not the one that was opened, or not ready")
	}
	must(t, house.Close())
	expectNoPanic(t, house)
}

// fuzz sends scripts over n connections, eight at a time, and returns of how many pieces they were.
func fuzz(host string, seed uint64, n int) (pieces int64, err error) {
	var sent atomic.Int64
	corpus := attacks(host)
	err = inParallel(8, n, func(i int) error {
		m := mutator{rand.New(rand.NewPCG(seed, uint64(i))), corpus}
		script := m.script()
		sent.Add(int64(len(script)))
		return perform(host, script, m.IntN(2) == 0)
	})
	return sent.Load(), err
}

// perform sends a script and reads whatever comes until the server has closed the connection, or for half a second. Then
// it hangs up, abruptly if reset is set.
func perform(host string, script [][]byte, reset bool) error {
	conn, err := net.Dial("tcp", host)
	if err != nil {
		return err // a server that takes no connections has ended, or has not enough of something
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(500 * time.Millisecond)); err != nil {
		return err
	}
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		_, _ = io.Copy(io.Discard, conn) // how it ends is the server's affair
	}()
	for _, piece := range script {
		if _, err := conn.Write(piece); err != nil {
			break
		}
	}
	if reset {
		return conn.(*net.TCPConn).SetLinger(0)
	}
	_ = conn.(*net.TCPConn).CloseWrite() // the server may have been quicker
	<-heard
	return nil
}

// expectNoPanic reads the log of a house that has closed: a panic that was caught would be there too.
func expectNoPanic(t *testing.T, h *House) {
	t.Helper()
	text, err := os.ReadFile(h.Log.(*os.File).Name())
	must(t, err)
	for _, complaint := range complaints(string(text)) {
		t.Error(complaint)
	}
}

// complaints are what a log must not tell.
func complaints(log string) (found []string) {
	if !strings.Contains(log, "msg=listening") {
		found = append(found, "this is no log of a server")
	}
	for line := range strings.Lines(log) {
		if strings.Contains(line, "panic") || strings.Contains(line, "level=ERROR") {
			found = append(found, fmt.Sprintf("the log says: %.500s", line))
		}
	}
	return found
}

// The control of R15: what a server would keep, and what its log would tell, is found.
func TestLeaksAndPanicsAreFound(t *testing.T) {
	t.Parallel()
	before := figures{goroutines: 20, files: 30, polling: 1, webSockets: 10}
	if now := (figures{goroutines: 22, files: 31, polling: 0, webSockets: 10}); !now.calm(before) {
		t.Errorf("%v counts as more than %v", now, before)
	}
	for _, now := range []figures{{goroutines: 40}, {files: 60}, {polling: 2}, {webSockets: 11}} {
		if now.calm(before) {
			t.Errorf("%v counts as no more than %v", now, before)
		}
	}
	const good = "level=INFO msg=listening url=http://localhost:1\n"
	if got := complaints(good); got != nil {
		t.Errorf("a good log: %q", got)
	}
	for _, log := range []string{"", good + "level=DEBUG msg=\"http: panic serving 127.0.0.1:1: boom\"\n", good + "level=ERROR msg=\"handler panicked\"\n"} {
		if complaints(log) == nil {
			t.Errorf("nothing is found in %q", log)
		}
	}
}
