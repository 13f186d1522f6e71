package load

import "testing"

func TestATrackTellsWhatBecameOfADelivery(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		numbers []int
		want    []fate
	}{
		"in order":           {[]int{1, 2, 3}, []fate{inOrder, inOrder, inOrder}},
		"a hole":             {[]int{1, 3, 4}, []fate{inOrder, inOrder, inOrder}},
		"a hole, filled":     {[]int{1, 3, 2, 4}, []fate{inOrder, inOrder, outOfOrder, inOrder}},
		"filled twice":       {[]int{1, 3, 2, 2}, []fate{inOrder, inOrder, outOfOrder, duplicate}},
		"the last one twice": {[]int{1, 2, 2}, []fate{inOrder, inOrder, duplicate}},
		"the first one late": {[]int{2, 1, 1}, []fate{inOrder, outOfOrder, duplicate}},
		"63 behind":          {[]int{64, 1, 1}, []fate{inOrder, outOfOrder, duplicate}},
		"64 behind":          {[]int{65, 1}, []fate{inOrder, duplicate}},
		"after a long hole":  {[]int{1, 1000, 999, 1}, []fate{inOrder, inOrder, outOfOrder, duplicate}},
	} {
		var mine track
		for i, n := range c.numbers {
			if got := mine.see(n); got != c.want[i] {
				t.Errorf("%s: %d of %v is %d, want %d", name, n, c.numbers, got, c.want[i])
			}
		}
	}
}
