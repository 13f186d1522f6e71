package reliability

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Desk is a counter with many tills: each places an order at its pace, over a connection that it keeps, under a key of
// its own as our pages do, and does not ask again. What its HTTP client does by itself is its own affair: Go's repeats
// on another connection what was lost on the way and has a key.
type Desk struct {
	URL   string
	Tills int
	Pace  time.Duration // each till places an order this often

	mu     sync.Mutex
	served int
	failed []error
	worst  time.Duration // that an order took since Slowest was called
}

// Work places orders until ctx ends, and answers those under way.
func (d *Desk) Work(ctx context.Context) {
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: d.Tills}}
	defer client.CloseIdleConnections()
	var tills sync.WaitGroup
	for n := range d.Tills {
		tills.Go(func() {
			pace := time.NewTicker(d.Pace)
			defer pace.Stop()
			for i := 0; ctx.Err() == nil; i++ {
				began := time.Now()
				d.note(d.place(client, fmt.Sprintf("till-%d-%d", n, i)), time.Since(began))
				select {
				case <-pace.C:
				case <-ctx.Done():
				}
			}
		})
	}
	tills.Wait()
}

func (d *Desk) place(client *http.Client, name string) error {
	request, err := http.NewRequest(http.MethodPost, d.URL+"/orders", strings.NewReader(OrderFor(name)))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", name)
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusCreated {
		err = fmt.Errorf("the server answered %d: %.200s", answer.StatusCode, text)
	}
	return err
}

func (d *Desk) note(err error, took time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.worst = max(d.worst, took)
	if err != nil {
		d.failed = append(d.failed, err)
		return
	}
	d.served++
}

// Reckon tells how many orders were taken, and what failed.
func (d *Desk) Reckon() (served int, failed []error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.served, d.failed
}

// Slowest tells how long the slowest order took of those answered since it was asked last.
func (d *Desk) Slowest() (worst time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	worst, d.worst = d.worst, 0
	return worst
}
