package api_test

import (
	"net/http"
	"testing"

	"orderup/order"
	"orderup/wire"
)

// A kitchenReport is the answer of the routes of the simulated kitchen.
type kitchenReport struct {
	Success    bool
	Message    string
	Simulation wire.Simulation
}

func (a answer) kitchen() (r kitchenReport) {
	a.Helper()
	a.is(http.StatusOK).into(&r)
	if !r.Success || r.Message == "" {
		a.Errorf("%s: %s", a.call, a.body)
	}
	return r
}

func TestTheSimulatedKitchenWorksOffOrders(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	l := d.listen(toOrder(o.ID) + "/events")
	l.hears("new_order 1")
	r := d.post("/orders/simulate/kitchen-workflow", `{"speed":100,"seed":7}`).kitchen()
	if !r.Simulation.Running || r.Simulation.Speed != 100 || r.Simulation.Seed != 7 || r.Simulation.Cooks == 0 {
		t.Errorf("%+v", r)
	}
	l.hears("order_status_updated 2")
	if now := d.get("/orders/simulate").kitchen(); !now.Simulation.Running {
		t.Errorf("%+v", now)
	}
	if end := d.post("/orders/simulate/stop", "").kitchen(); end.Simulation.Running {
		t.Errorf("%+v", end)
	}
	head := len(d.Events(t))
	d.MustPlace(t, "Zoë", 1)
	if n := len(d.Events(t)); n != head+1 {
		t.Errorf("%d events after the cooks went home", n-head)
	}
}

func TestTheKitchenOpensWithoutABody(t *testing.T) {
	t.Parallel()
	d := open(t)
	if r := d.post("/orders/simulate/kitchen-workflow", "").kitchen(); !r.Simulation.Running || r.Simulation.Speed != 60 {
		t.Errorf("%+v", r)
	}
	if r := d.post("/orders/simulate/kitchen-workflow", `{"speed":30}`).kitchen(); r.Simulation.Speed != 30 {
		t.Errorf("asked again: %+v", r)
	}
}

func TestAKitchenThatClosesTakesNoCrew(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	d.Kitchen.Close()
	a := d.post("/orders/simulate/kitchen-workflow", "")
	a.refuses(http.StatusServiceUnavailable, "sim.closed")
	if now := d.get(toOrder(o.ID)).read().Order; now.Status != string(order.Pending) || a.header.Get("Retry-After") == "" {
		t.Errorf("%+v, Retry-After %q", now, a.header.Get("Retry-After"))
	}
}

// cooking reports whether simulated cooks are at work.
func (d *desk) cooking() bool {
	d.Helper()
	s, err := d.Kitchen.State(d.Context())
	if err != nil {
		d.Fatal(err)
	}
	return s.Running
}
