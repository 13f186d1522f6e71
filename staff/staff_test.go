package staff_test

import (
	"errors"
	"testing"

	"orderup/fault"
	"orderup/order"
	"orderup/staff"
)

// TestPolicy spells the table out a second time: a row changed by accident
// shows here.
func TestPolicy(t *testing.T) {
	allowed := map[staff.Role]map[staff.Action]bool{
		staff.Guest:    {staff.ReadMenu: true},
		staff.Follower: {staff.ReadMenu: true, staff.ReadOrder: true},
		staff.Local:    {},
		staff.System:   {},
	}
	for _, a := range staff.Actions() {
		allowed[staff.Local][a] = a != staff.KeepHouse
		allowed[staff.System][a] = a != staff.Simulate
	}
	for _, role := range staff.Roles {
		for _, action := range staff.Actions() {
			if got, want := (staff.Principal{Role: role}).May(action), allowed[role][action]; got != want {
				t.Errorf("%s may %s: %v, want %v", role, action, got, want)
			}
		}
	}
}

func TestWhatIsNotInTheTableIsForNobody(t *testing.T) {
	for _, role := range append(staff.Roles, "", "admin") {
		if (staff.Principal{Role: role}).May("open the safe") {
			t.Errorf("%s may open the safe", role)
		}
	}
	if err := (staff.Principal{Role: "admin"}).Demand(staff.ReadOrder); !errors.Is(err, fault.KindForbidden) {
		t.Errorf("an unknown role: %v, want a Forbidden fault", err)
	}
}

func TestEveryMoveHasAnAction(t *testing.T) {
	for _, a := range order.Arrows {
		if !(staff.Principal{Role: staff.Local}).May(staff.For(a.Move)) {
			t.Errorf("nobody at home may %s", a.Move)
		}
	}
}
