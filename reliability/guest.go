package reliability

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Guest talks to a house over HTTP and does not give up when the house falls down. Safe for concurrent use.
type Guest struct {
	house *House
	http  *http.Client
}

// NewGuest returns a guest that keeps at most conns connections open.
func NewGuest(h *House, conns int) *Guest {
	return &Guest{house: h, http: &http.Client{
		Timeout:   10 * time.Second,
		Transport: &http.Transport{MaxIdleConnsPerHost: conns, IdleConnTimeout: time.Minute},
	}}
}

// Reply is what the server answered.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// Get asks once.
func (g *Guest) Get(ctx context.Context, path string) (Reply, error) {
	return g.ask(ctx, http.MethodGet, path, "", nil)
}

// Post commands once, under an idempotency key unless it is empty.
func (g *Guest) Post(ctx context.Context, path, key, body string) (Reply, error) {
	return g.ask(ctx, http.MethodPost, path, key, []byte(body))
}

// Insist commands under the same key until the server answers something other than "come back" (429 and 5xx):
// connections break and servers die between. It fails only when ctx ends.
func (g *Guest) Insist(ctx context.Context, path, key, body string) (Reply, error) {
	for {
		reply, err := g.Post(ctx, path, key, body)
		if err == nil && !reply.comeBack() {
			return reply, nil
		}
		select {
		case <-time.After(20 * time.Millisecond): // the pace of asking again, not a wait for anything
		case <-ctx.Done():
			return Reply{}, errors.Join(fmt.Errorf("insist on %s, last answer %d: %w", path, reply.Status, ctx.Err()), err)
		}
	}
}

// Orders pages through every order that the server lists, newest first.
func (g *Guest) Orders(ctx context.Context) ([]Ack, error) {
	var all []Ack
	for cursor := ""; ; {
		reply, err := g.Get(ctx, "/orders?limit=200&cursor="+url.QueryEscape(cursor))
		if err != nil {
			return nil, err
		}
		var page struct {
			Orders     []Ack  `json:"orders"`
			NextCursor string `json:"nextCursor"`
		}
		if err := json.Unmarshal(reply.Body, &page); err != nil || reply.Status != http.StatusOK {
			return nil, errors.Join(fmt.Errorf("list orders: the server answered %d: %.300s", reply.Status, reply.Body), err)
		}
		all = append(all, page.Orders...)
		if page.NextCursor == "" || len(page.Orders) == 0 {
			return all, nil
		}
		cursor = page.NextCursor
	}
}

func (g *Guest) ask(ctx context.Context, method, path, key string, body []byte) (Reply, error) {
	base, err := g.house.URL(ctx)
	if err != nil {
		return Reply{}, err
	}
	req, err := http.NewRequestWithContext(ctx, method, base+path, bytes.NewReader(body))
	if err != nil {
		return Reply{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	resp, err := g.http.Do(req)
	if err != nil {
		return Reply{}, err // it names method and URL already
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return Reply{}, fmt.Errorf("read the answer to %s %s: %w", method, path, err)
	}
	return Reply{Status: resp.StatusCode, Header: resp.Header, Body: answer}, nil
}

// Replayed reports whether the server says that it gave this answer before, to the same key.
func (r Reply) Replayed() bool { return r.Header.Get("Idempotent-Replayed") == "true" }

func (r Reply) comeBack() bool {
	return r.Status == http.StatusTooManyRequests || r.Status >= 500
}

// Ack reads the order out of a reply to a command. It fails when the reply is not a success about one order.
func (r Reply) Ack() (Ack, error) {
	var envelope struct {
		Success bool `json:"success"`
		Order   Ack  `json:"order"`
	}
	if r.Status != http.StatusOK && r.Status != http.StatusCreated {
		return Ack{}, fmt.Errorf("the server answered %d: %.300s", r.Status, r.Body)
	}
	if err := json.Unmarshal(r.Body, &envelope); err != nil {
		return Ack{}, fmt.Errorf("read the answer %.300s: %w", r.Body, err)
	}
	if a := envelope.Order; !envelope.Success || a.ID == "" || a.Version < 1 || a.Status == "" {
		return Ack{}, fmt.Errorf("the answer acknowledges no order: %.300s", r.Body)
	}
	return envelope.Order, nil
}
