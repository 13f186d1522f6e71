package load

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Cooks place the orders and update them, by REST. The updates of one order are sent by one cook, one after the other:
// their order is the one in which clients must see them. A cook that falls behind hurries; latency counts from when an
// update was due.
type cooks struct {
	plan   Plan
	http   *http.Client
	tally  *tally
	orders []string
	done   []int // of each order: updates that the server confirmed
}

// mostCooks is how many requests are under way at the same time.
const mostCooks = 64

// callWithin is how long a request may take.
const callWithin = 10 * time.Second

func newCooks(p Plan, t *tally) *cooks {
	return &cooks{
		plan: p, tally: t, orders: make([]string, p.Rooms), done: make([]int, p.Rooms),
		http: &http.Client{Timeout: callWithin, Transport: &http.Transport{MaxIdleConnsPerHost: mostCooks}},
	}
}

func (c *cooks) count() int { return min(mostCooks, c.plan.Rooms) }

// place places the orders.
func (c *cooks) place(ctx context.Context) error {
	ctx, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	var next atomic.Int64
	c.together(func(int) {
		for n := int(next.Add(1)) - 1; n < c.plan.Rooms && ctx.Err() == nil; n = int(next.Add(1)) - 1 {
			if err := c.placeOne(ctx, n); err != nil {
				giveUp(fmt.Errorf("place order %d of %d: %w", n+1, c.plan.Rooms, err))
			}
		}
	})
	return context.Cause(ctx)
}

func (c *cooks) placeOne(ctx context.Context, n int) error {
	body := fmt.Appendf(nil, `{"customerName":"Load %d","items":[{"name":"Large Fries","price":3.50,"quantity":1}]}`, n)
	answer, err := c.post(ctx, "/orders", body)
	if err != nil {
		return err
	}
	var placed struct {
		Order struct {
			ID string `json:"id"`
		} `json:"order"`
	}
	if err := json.Unmarshal(answer, &placed); err != nil || placed.Order.ID == "" {
		return fmt.Errorf("the answer holds no order: %.200s", answer)
	}
	c.orders[n] = placed.Order.ID
	return nil
}

// work sends every update when it is due. Update n is of order n modulo the number of orders.
func (c *cooks) work(ctx context.Context, began time.Time) {
	all := c.plan.updates()
	c.together(func(cook int) {
		for round := 0; ctx.Err() == nil && round*c.plan.Rooms < all; round++ {
			for room := cook; room < c.plan.Rooms; room += c.count() {
				n := round*c.plan.Rooms + room
				if n >= all || sleepUntil(ctx, began.Add(c.plan.due(n))) != nil {
					return
				}
				c.update(ctx, room, c.plan.due(n))
			}
		}
	})
}

// update moves an order to and fro, and says in the message which update it is.
func (c *cooks) update(ctx context.Context, room int, due time.Duration) {
	status := [...]string{"in_progress", "ready"}[c.done[room]%2]
	body := fmt.Appendf(nil, `{"status":%q,"message":%q}`, status, mark{room, c.done[room] + 1, due})
	if _, err := c.post(ctx, "/orders/"+c.orders[room]+"/status", body); err != nil {
		c.tally.failed.Add(1)
		return
	}
	c.done[room]++
	c.tally.sent.Add(1)
}

// together runs f as every cook and returns when all are done.
func (c *cooks) together(f func(cook int)) {
	var group sync.WaitGroup
	for cook := range c.count() {
		group.Go(func() { f(cook) })
	}
	group.Wait()
}

func (c *cooks) post(ctx context.Context, path string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.plan.URL+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxMessage))
	if err == nil && answer.StatusCode/100 != 2 {
		err = fmt.Errorf("post %s: %s: %.200s", path, answer.Status, text)
	}
	return text, err
}
