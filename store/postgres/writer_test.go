package postgres

import (
	"errors"
	"fmt"
	"testing"

	"orderup/fault"
	"orderup/order"
	"orderup/store"
	"orderup/store/storetest"
)

// A transaction that fails, in whatever way, costs nobody anything.
func TestFailuresLeaveTheBatch(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	var a, b, x, y int
	outcomes := r.together(
		inserting("a", &a),
		func(tx store.Tx) error { _, err := tx.NextNumber("2026-11-23"); return errors.Join(err, errOwn) },
		func(tx store.Tx) error { return errors.Join(inserting("x", &x)(tx), errOwn) },
		func(tx store.Tx) error { return tx.Save(order.Order{ID: "a", Currency: "EUR", Version: 2}, 7) },
		func(tx store.Tx) error { return tx.Insert(order.Order{ID: "a"}) },
		func(tx store.Tx) error { _ = inserting("y", &y)(tx); panic("a bug") },
		inserting("b", &b),
	)
	for i, want := range []bool{true, false, false, false, false, false, true} {
		if stored := outcomes[i] == nil; stored != want {
			t.Errorf("outcome %d: %v", i, outcomes[i])
		}
	}
	r.isFault(outcomes[3], fault.KindConflict, "order.version")
	r.same("commits", *r.commits, []int{2})
	r.same("log", storetest.Log(r.T, r, main), []string{"1 a #001", "2 b #002"})
}

// What the database does not take is found, and the rest is stored.
func TestRefusedByTheDatabase(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	var runs int
	const notText = "no PostgreSQL takes \x00"
	outcomes := r.together(inserting("a", &runs), inserting("b", &runs), storetest.Inserting(main, "x", notText, &runs), inserting("c", &runs))
	for i, want := range []bool{true, true, false, true} {
		if stored := outcomes[i] == nil; stored != want {
			t.Errorf("outcome %d: %v", i, outcomes[i])
		}
	}
	r.same("log", storetest.Log(r.T, r, main), []string{"1 a #001", "2 b #002", "3 c #003"})
	r.same("commits", *r.commits, []int{2, 1})
}

// Orders placed by nobody's rules are refused by the constraints, with the
// same errors as by the memory.
func TestConstraintsStandBehind(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	var runs int
	if err := r.Update(t.Context(), main, inserting("a", &runs)); err != nil {
		t.Fatal(err)
	}
	if err := r.Update(t.Context(), main, inserting("a", &runs)); err == nil {
		t.Error("an id was taken twice")
	}
	// A version above the order's own that is in the log all the same.
	stray := func(tx store.Tx) error {
		return tx.Append(order.Event{Type: order.Placed, Order: order.Order{ID: "a", Version: 2}})
	}
	if err := r.Update(t.Context(), main, stray); err != nil {
		t.Fatal(err)
	}
	err := r.Update(t.Context(), main, func(tx store.Tx) error {
		if _, err := tx.Order("a"); err != nil {
			return err
		}
		return stray(tx)
	})
	r.isFault(err, fault.KindConflict, "order.version")
	r.same("log", storetest.Log(r.T, r, main), []string{"1 a #001", "2 a #000"})
}

// A transaction that asks for what no key names runs by itself, after the
// others, and sees its own writes and theirs.
func TestWideQuestionsAreAskedAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	var runs int
	var seen []int64
	asking := func(tx store.Tx) error {
		if err := inserting("x", &runs)(tx); err != nil {
			return err
		}
		events, err := tx.Events(0, 10)
		seen = nil
		for _, e := range events {
			seen = append(seen, e.Seq)
		}
		if err != nil {
			return err
		}
		return inserting("y", &runs)(tx)
	}
	failing := func(tx store.Tx) error {
		err := inserting("z", &runs)(tx)
		_, tallyErr := tx.Tally()
		return errors.Join(err, tallyErr, inserting("zz", &runs)(tx), errOwn)
	}
	outcomes := r.together(asking, inserting("a", &runs), failing, inserting("b", &runs))
	r.same("outcomes", []bool{outcomes[0] == nil, outcomes[1] == nil, errors.Is(outcomes[2], errOwn), outcomes[3] == nil}, []bool{true, true, true, true})
	r.same("events seen", seen, []int64{1, 2, 3})
	r.same("log", storetest.Log(r.T, r, main), []string{"1 a #001", "2 b #002", "3 x #003", "4 y #004"})
	r.same("commits", *r.commits, []int{2, 1})
}

// A statement that fails in such a transaction fails it, even if f does not mind.
func TestSwallowedQueryFailure(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	var runs int
	err := r.Update(t.Context(), main, func(tx store.Tx) error {
		if err := inserting("a", &runs)(tx); err != nil {
			return err
		}
		_, err := tx.Events(0, 1)
		_, _ = tx.LastEvent("\x00", 1) // the server refuses the argument
		return err
	})
	if err == nil {
		t.Error("it was acknowledged")
	}
	r.same("log", len(storetest.Log(r.T, r, main)), 0)
}

// One row leads to the next: more runs than a batch is worth.
func TestLongChainsOfReads(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	const length = 3 * maxRuns
	err := r.Update(t.Context(), main, func(tx store.Tx) error {
		var errs []error
		for i := range length {
			errs = append(errs, tx.SetNote(fmt.Sprint(i), fmt.Append(nil, i+1)))
		}
		return errors.Join(errs...)
	})
	if err != nil {
		t.Fatal(err)
	}
	last := "0"
	follow := func(tx store.Tx) error {
		name := "0"
		for {
			next, err := tx.Note(name)
			if err != nil || next == nil {
				last = name
				return err
			}
			name = string(next)
		}
	}
	var runs int
	outcomes := r.together(inserting("a", &runs), follow, inserting("b", &runs))
	r.same("outcomes", outcomes, []error{nil, nil, nil})
	r.same("end of the chain", last, fmt.Sprint(length))
	r.same("log", storetest.Log(r.T, r, main), []string{"1 a #001", "2 b #002"})
}

// An order takes two round trips: what it costs to run is known.
func TestRunsOfAnOrder(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	var first, second int
	for id, runs := range map[string]*int{"a": &first, "b": &second} {
		if err := r.Update(t.Context(), main, inserting(id, runs)); err != nil {
			t.Fatal(err)
		}
	}
	if max(first, second) > 3 || min(first, second) > 2 {
		t.Errorf("the first of a day ran %d times and the second %d times, or the other way round", first, second)
	}
}

func TestMaxBatch(t *testing.T) {
	t.Parallel()
	for max, want := range map[int][]int{1: {1, 1, 1, 1, 1}, 2: {2, 2, 1}, 256: {5}} {
		r := newRig(t, Options{MaxBatch: max})
		var runs int
		for i, err := range r.together(inserting("a", &runs), inserting("b", &runs), inserting("c", &runs), inserting("d", &runs), inserting("e", &runs)) {
			if err != nil {
				t.Errorf("outcome %d: %v", i, err)
			}
		}
		r.same("commits", *r.commits, want)
		r.same("log", storetest.Log(r.T, r, main), []string{"1 a #001", "2 b #002", "3 c #003", "4 d #004", "5 e #005"})
	}
}

// What a caller got is its own: changing it changes nothing.
func TestReadsAreCopies(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	var runs int
	if err := r.Update(t.Context(), main, inserting("a", &runs)); err != nil {
		t.Fatal(err)
	}
	spoil := func(tx store.Tx) error {
		o, err := tx.Order("a")
		if err != nil {
			return err
		}
		was := o.Version
		o.Version, o.Lines = o.Version+1, []order.Line{{Name: "Fries"}}
		if err := tx.Save(o, was); err != nil {
			return err
		}
		o.Lines[0].Name = "spoilt"
		again, err := tx.Order("a")
		again.Lines[0].Name = "spoilt too"
		return err
	}
	if err := r.Update(t.Context(), main, spoil); err != nil {
		t.Fatal(err)
	}
	err := r.View(t.Context(), main, func(v store.Reader) error {
		o, err := v.Order("a")
		r.same("line", o.Lines[0].Name, "Fries")
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
