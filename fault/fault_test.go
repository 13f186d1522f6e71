package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"orderup/fault"
)

func TestIsAsksForTheKind(t *testing.T) {
	err := fmt.Errorf("place order: %w", fault.Conflict("order.transition", "order %s is done", "#001"))
	if !errors.Is(err, fault.KindConflict) || errors.Is(err, fault.KindNotFound) {
		t.Errorf("errors.Is does not tell the kind of %v", err)
	}
}

func TestOfHidesWhatIsNotAFault(t *testing.T) {
	f := fault.Of(fmt.Errorf("read /etc/shadow: %w", io.ErrUnexpectedEOF))
	if f.Kind != fault.KindInternal || f.Code != "internal" {
		t.Errorf("got %s %s", f.Kind, f.Code)
	}
	if !errors.Is(f, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost for the log")
	}
	if got := f.Error(); got == "" || errors.Is(errors.New(got), io.ErrUnexpectedEOF) {
		t.Errorf("sentence %q", got)
	}
}

func TestOfFindsAWrappedFault(t *testing.T) {
	f := fault.Invalid("order.quantity", "quantity must be 1 to 999").At("items[0].quantity")
	if got := fault.Of(fmt.Errorf("x: %w", f)); got != f {
		t.Errorf("got %v", got)
	}
}

func TestAtAndBecauseLeaveTheOriginalAlone(t *testing.T) {
	f := fault.Full("store.full", "the disk is full")
	g := f.At("items").Because(io.EOF)
	if f.Field != "" || errors.Unwrap(f) != nil {
		t.Error("the original was changed")
	}
	if g.Field != "items" || !errors.Is(g, io.EOF) || !errors.Is(g, fault.KindFull) {
		t.Errorf("the copy lacks something: %+v", g)
	}
}
