package client

import (
	"encoding/json"
	"testing"

	"orderup/internal/testhouse"
	"orderup/wire"
)

// TestAClientKnowsWhatIsSoldOut: from the menu, and from what it is told.
func TestAClientKnowsWhatIsSoldOut(t *testing.T) {
	t.Parallel()
	c, ctx := to(t, testhouse.Open(t, testhouse.WithDoors()).URL), t.Context()
	s, err := c.Dial(ctx, SocketOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if e := <-s.Events(); e.Name != wire.EventSession {
		t.Fatalf("heard %s", e.Name)
	}
	left := 3
	kept, err := c.SetAvailability(ctx, "beer", wire.Supply{State: "count", Left: &left, Until: "2999-12-31"}, "")
	if err != nil || !kept.Available || *kept.Left != 3 || kept.Until != "2999-12-31" {
		t.Errorf("kept %+v, %v", kept, err)
	}
	var told wire.MenuChanged
	if e := <-s.Events(); e.Name != wire.EventMenuChanged || json.Unmarshal(e.Data, &told) != nil || len(told.Items) != 1 || *told.Items[0].Left != 3 {
		t.Errorf("told %s %s", e.Name, e.Data)
	}
	m, err := c.Menu(ctx, "nl")
	if err != nil || m.Version != told.Version || m.Language != "nl" {
		t.Errorf("version %d in %s, %v; told of %d", m.Version, m.Language, err, told.Version)
	}
	for _, it := range m.Items {
		if counted := it.Left != nil; counted != (it.ID == "beer") {
			t.Errorf("%s: %+v", it.ID, it.Supply)
		}
	}
	if _, err := c.SetAvailability(ctx, "caviar", wire.Supply{State: "sold_out"}, ""); problem(t, err).Code != "menu.item" {
		t.Errorf("of what there is not: %v", err)
	}
}
