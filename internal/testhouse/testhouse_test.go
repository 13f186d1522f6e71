package testhouse_test

import (
	"net/http"
	"testing"

	"go.uber.org/goleak"

	"orderup/internal/testhouse"
	"orderup/order"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestAHouseKeepsWhatIsDone(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	o := h.MustPlace(t, "Ines", 2)
	if moved := h.MustMove(t, o.ID, order.Ready); moved.Version != 3 || moved.Total != 700 {
		t.Errorf("moved %+v", moved)
	}
	if events := h.Events(t); len(events) != 3 || events[2].Order.Status != order.Ready {
		t.Errorf("events %+v", events)
	}
}

func TestTheDoorsAreOpenToThisComputer(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	for _, path := range []string{"/orders", "/socket.io/?EIO=4&transport=polling"} {
		answer, err := http.Get(h.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("GET %s: %s", path, answer.Status)
		}
	}
}
