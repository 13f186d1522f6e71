package reliability

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"github.com/anishathalye/porcupine"
)

// An asker is a client that asks one question after the other, without insisting, and writes down when it asked what,
// and when it was told what.
type asker struct {
	id     int
	guests []*Guest // any of them will do
	began  time.Time
	ids    map[string]string // of the orders it has created, by name
	last   map[string]int64  // versions it has heard of
	notes  []porcupine.Operation
}

// ask asks n questions about orders of some names.
func (a *asker) ask(ctx context.Context, names []string, n int) error {
	a.ids, a.last = map[string]string{}, map[string]int64{}
	for range n {
		if err := a.once(ctx, a.question(names[rand.IntN(len(names))])); err != nil {
			return err
		}
	}
	return nil
}

// question chooses what to ask next: a client has to create an order before it can know its id.
func (a *asker) question(name string) question {
	q := question{name: name, kind: "create"}
	if a.ids[name] != "" {
		q.kind = [...]string{"get", "set", "set"}[rand.IntN(3)]
	}
	if q.kind == "set" {
		q.status, q.expected = [...]string{"in_progress", "ready"}[rand.IntN(2)], max(a.last[name], 1)
	}
	return q
}

// once asks and writes down the answer. A question that was certainly not carried out is not written down.
func (a *asker) once(ctx context.Context, q question) error {
	asking, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	asked := time.Since(a.began)
	reply, err := a.send(asking, a.guests[rand.IntN(len(a.guests))], q)
	told := time.Since(a.began)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil || reply.comeBack() {
		if q.kind != "get" && !unsent(err) && !reply.nothingStored() {
			a.note(q, outcome{unknown: true}, asked, math.MaxInt64)
		}
		pause(ctx)
		return nil
	}
	said, err := a.read(q, reply)
	if err != nil {
		return fmt.Errorf("%+v: %w", q, err)
	}
	a.note(q, said, asked, told)
	return nil
}

func (a *asker) note(q question, said outcome, asked, told time.Duration) {
	a.notes = append(a.notes, porcupine.Operation{ClientId: a.id, Input: q, Output: said, Call: int64(asked), Return: int64(told)})
	a.last[q.name] = max(a.last[q.name], said.version)
}

func (a *asker) send(ctx context.Context, g *Guest, q question) (Reply, error) {
	looking, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
	defer cancel()
	if _, err := g.house.URL(looking); err != nil {
		return Reply{}, errClosed
	}
	switch path := "/orders/" + a.ids[q.name]; q.kind {
	case "create":
		return g.Post(ctx, "/orders", q.name, OrderFor(q.name))
	case "get":
		return g.Get(ctx, path)
	default:
		return g.Post(ctx, path+"/status", "", fmt.Sprintf(`{"status":%q,"expectedVersion":%d}`, q.status, q.expected))
	}
}

// read turns a reply into an answer. An answer of another form breaks the contract.
func (a *asker) read(q question, r Reply) (outcome, error) {
	var said struct {
		Code  string
		Order Ack
	}
	if err := json.Unmarshal(r.Body, &said); err != nil {
		return outcome{}, fmt.Errorf("read the answer %.200s: %w", r.Body, err)
	}
	refused := r.Status == http.StatusConflict && said.Code == "order.version"
	if !refused && r.Status != http.StatusOK && r.Status != http.StatusCreated {
		return outcome{}, fmt.Errorf("the server answered %d: %.300s", r.Status, r.Body)
	}
	if q.kind == "create" {
		a.ids[q.name] = said.Order.ID
	}
	return outcome{refused: refused, version: said.Order.Version, status: said.Order.Status}, nil
}

var errClosed = errors.New("the house is closed")

// unsent reports whether a question never reached a server.
func unsent(err error) bool {
	refused, ok := errors.AsType[*net.OpError](err)
	return errors.Is(err, errClosed) || ok && refused.Op == "dial"
}

// nothingStored reports whether the server promised that a command left no trace.
func (r Reply) nothingStored() bool {
	var p struct{ Code string }
	return json.Unmarshal(r.Body, &p) == nil && p.Code == "store.unavailable"
}
