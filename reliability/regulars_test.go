package reliability

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// regulars are guests who behave, while others do not: each asks the server something, again and again, over a socket.
type regulars struct {
	stop  context.CancelFunc
	done  sync.WaitGroup
	mu    sync.Mutex
	times []time.Duration // of each answer since the last call of waits
	errs  []error
}

// seat lets n regulars in. They leave at the end of the test, and must have been answered every time.
func seat(t *testing.T, url string, n int) *regulars {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r := &regulars{stop: stop}
	for range n {
		s, err := DialSocket(t.Context(), url)
		must(t, err)
		r.done.Go(func() { r.note(0, errors.Join(r.chat(ctx, s), s.Close())) })
	}
	t.Cleanup(r.stop)
	return r
}

// chat asks about 20 times a second.
func (r *regulars) chat(ctx context.Context, s *Socket) error {
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		began := time.Now()
		if _, err := s.Ask(context.WithoutCancel(ctx), "join_order_room", map[string]string{"orderId": "unknown"}); err != nil {
			return err
		}
		r.note(time.Since(began), nil)
	}
}

func (r *regulars) note(took time.Duration, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.errs = append(r.errs, err)
	}
	if took > 0 {
		r.times = append(r.times, took)
	}
}

// waits returns how many answers there were since the last call, and how long 99 of 100 took at most.
func (r *regulars) waits() (n int, p99 time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	times := r.times
	r.times = nil
	if len(times) == 0 {
		return 0, 0
	}
	slices.Sort(times)
	return len(times), times[len(times)*99/100]
}

// leave sends the regulars home and returns what they have to complain about.
func (r *regulars) leave() error {
	r.stop()
	r.done.Wait()
	return errors.Join(r.errs...)
}

// figures are what a rig reads of /metrics.
type figures struct {
	goroutines, files, memory, polling, webSockets float64
}

func (f figures) String() string {
	return fmt.Sprintf("%.0f goroutines, %.0f files, %.1f MB, %.0f sessions polling, %.0f WebSockets", f.goroutines, f.files, f.memory/1e6, f.polling, f.webSockets)
}

// calm tells that a server holds hardly more than before.
func (f figures) calm(before figures) bool {
	const slack = 5 // goroutines of the runtime, and connections kept alive, come and go
	return f.goroutines <= before.goroutines+slack && f.files <= before.files+slack && f.polling <= before.polling && f.webSockets <= before.webSockets
}

// readFigures asks over a connection of its own that it closes.
func readFigures(ctx context.Context, url string) (f figures, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/metrics", nil)
	if err != nil {
		return f, err
	}
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return f, err
	}
	defer resp.Body.Close()
	wanted := map[string]*float64{
		"go_goroutines": &f.goroutines, "process_open_fds": &f.files, "process_resident_memory_bytes": &f.memory,
		`orderup_sockets{transport="polling"}`: &f.polling, `orderup_sockets{transport="websocket"}`: &f.webSockets,
	}
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if v := wanted[name]; v != nil {
			delete(wanted, name)
			if *v, err = strconv.ParseFloat(value, 64); err != nil {
				return f, fmt.Errorf("read %s: %w", name, err)
			}
		}
	}
	if len(wanted) > 0 {
		return f, fmt.Errorf("/metrics lacks %v", wanted)
	}
	return f, lines.Err()
}

// awaitCalm waits until the server holds hardly more than before, and fails the test when it does not within a time.
func awaitCalm(ctx context.Context, t *testing.T, url string, before figures, within time.Duration) figures {
	t.Helper()
	began := time.Now()
	for tick := time.NewTicker(100 * time.Millisecond); ; <-tick.C {
		now, err := readFigures(ctx, url)
		must(t, err)
		if now.calm(before) {
			return now
		}
		if time.Since(began) > within {
			t.Errorf("after %v the server still holds %v; before it held %v", within, now, before)
			return now
		}
	}
}
