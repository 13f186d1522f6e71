package bench

import "testing"

func TestTagOf(t *testing.T) {
	for _, change := range []int{0, 7, 100} {
		event := []byte(`42["new_order",{"customerName":"` + Tag(change) + `","order":{}}]`)
		if got, ok := tagOf(event); !ok || got != change {
			t.Errorf("tagOf(%s) = %d, %v", event, got, ok)
		}
	}
	for _, event := range []string{`42["new_order",{"customerName":"Bob"}]`, `42["x","change-12"]`, `42["x","change-x."]`, ""} {
		if got, ok := tagOf([]byte(event)); ok {
			t.Errorf("tagOf(%s) = %d, want none", event, got)
		}
	}
}
