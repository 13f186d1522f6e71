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

// once runs a command about orders unless its key was used before; then it
// returns what the command did that time.
func once(tx store.Tx, k Key, hash []byte, now time.Time, run func() ([]order.Order, error)) (result Result, err error) {
	refs, replayed, err := onceFor(tx, k, hash, now, func() ([]ref, error) {
		result.Orders, err = run()
		return refsOf(result.Orders), err
	})
	if err != nil || !replayed {
		return result, err
	}
	result.Orders, err = asTheyWere(tx, refs)
	return Result{result.Orders, true}, err
}

// onceFor runs a command unless its key was used before; then it returns the
// outcome of that time. Another command under the same key is refused with an
// Invalid fault "idempotency.mismatch".
func onceFor[T any](tx store.Tx, k Key, hash []byte, now time.Time, run func() (T, error)) (outcome T, replayed bool, err error) {
	if k == "" {
		outcome, err = run()
		return outcome, false, err
	}
	if len(k) > MaxKey {
		return outcome, false, fault.Invalid("idempotency.key", "an Idempotency-Key has at most %d bytes", MaxKey)
	}
	reply, found, err := tx.Reply(string(k))
	if err != nil {
		return outcome, false, err
	}
	if found && now.Sub(reply.At) < KeyLife {
		return outcome, true, replay(reply, hash, &outcome)
	}
	if outcome, err = run(); err != nil {
		return outcome, false, err
	}
	return outcome, false, remember(tx, k, hash, now, outcome)
}

func remember(tx store.Tx, k Key, hash []byte, now time.Time, outcome any) error {
	text, err := json.Marshal(outcome)
	if err != nil {
		return fmt.Errorf("encode a reply: %w", err)
	}
	return tx.Remember(string(k), store.Reply{Hash: hash, At: now, Result: text})
}

func replay(reply store.Reply, hash []byte, outcome any) error {
	if string(reply.Hash) != string(hash) {
		return fault.Invalid("idempotency.mismatch",
			"this Idempotency-Key was used for another request: use a new key for each new request")
	}
	if err := json.Unmarshal(reply.Result, outcome); err != nil {
		return fmt.Errorf("decode a remembered reply: %w", err)
	}
	return nil
}

func refsOf(orders []order.Order) []ref {
	refs := make([]ref, len(orders))
	for i, o := range orders {
		refs[i] = ref{o.ID, o.Version}
	}
	return refs
}

// asTheyWere reads orders as they were at a version.
func asTheyWere(tx store.Tx, refs []ref) (orders []order.Order, err error) {
	for _, r := range refs {
		events, err := tx.OrderEvents(r.ID, r.Version-1, 1)
		if err != nil || len(events) == 0 {
			return nil, fmt.Errorf("find version %d of order %s again: %w", r.Version, r.ID, err)
		}
		orders = append(orders, events[0].Order)
	}
	return orders, nil
}

// lapse returns the time before which keys are forgotten.
func lapse(now time.Time) time.Time { return now.Add(-KeyLife) }
