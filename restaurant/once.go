package restaurant

import (
	"encoding/json"
	"fmt"
	"time"

	"orderup/fault"
	"orderup/order"
	"orderup/store"
)

// KeyLife is how long an idempotency key is remembered.
const KeyLife = 72 * time.Hour

// MaxKey is how many bytes an idempotency key may have.
const MaxKey = 200

// A Key makes a command happen once, however often it is sent: any text of 1 to
// MaxKey bytes that the client chose for this command alone. Empty means that
// the client does not care.
type Key string

// A Result is what a command did.
type Result struct {
	Orders   []order.Order // as they were right after
	Replayed bool          // the command was carried out earlier, under the same key
}

// Order returns the only order of a result.
func (r Result) Order() order.Order { return r.Orders[0] }

// A ref finds the order of a remembered result again, as it was: every version
// stands in the log for longer than a key is remembered.
type ref struct {
	ID      order.ID `json:"id"`
	Version int64    `json:"version"`
}

// once runs a command unless its key was used before; then it returns what the
// command did that time. Another command under the same key is refused with an
// Invalid fault "idempotency.mismatch".
func once(tx store.Tx, k Key, hash []byte, now time.Time, run func() ([]order.Order, error)) (Result, error) {
	if k == "" {
		orders, err := run()
		return Result{Orders: orders}, err
	}
	if len(k) > MaxKey {
		return Result{}, fault.Invalid("idempotency.key", "an Idempotency-Key has at most %d bytes", MaxKey)
	}
	reply, found, err := tx.Reply(string(k))
	if err != nil {
		return Result{}, err
	}
	if found && now.Sub(reply.At) < KeyLife {
		return replay(tx, reply, hash)
	}
	orders, err := run()
	if err != nil {
		return Result{}, err
	}
	return Result{Orders: orders}, remember(tx, k, hash, now, orders)
}

func remember(tx store.Tx, k Key, hash []byte, now time.Time, orders []order.Order) error {
	refs := make([]ref, len(orders))
	for i, o := range orders {
		refs[i] = ref{o.ID, o.Version}
	}
	text, err := json.Marshal(refs)
	if err != nil {
		return fmt.Errorf("encode a reply: %w", err)
	}
	return tx.Remember(string(k), store.Reply{Hash: hash, At: now, Result: text})
}

func replay(tx store.Tx, reply store.Reply, hash []byte) (Result, error) {
	if string(reply.Hash) != string(hash) {
		return Result{}, fault.Invalid("idempotency.mismatch",
			"this Idempotency-Key was used for another request: use a new key for each new request")
	}
	var refs []ref
	if err := json.Unmarshal(reply.Result, &refs); err != nil {
		return Result{}, fmt.Errorf("decode a remembered reply: %w", err)
	}
	result := Result{Replayed: true}
	for _, r := range refs {
		events, err := tx.OrderEvents(r.ID, r.Version-1, 1)
		if err != nil || len(events) == 0 {
			return Result{}, fmt.Errorf("find version %d of order %s again: %w", r.Version, r.ID, err)
		}
		result.Orders = append(result.Orders, events[0].Order)
	}
	return result, nil
}

// lapse returns the time before which keys are forgotten.
func lapse(now time.Time) time.Time { return now.Add(-KeyLife) }
