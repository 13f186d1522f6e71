package eta

import (
	"cmp"
	"slices"
)

// A row keeps things in the order of their places. Taking the first is quick
// however long the row: floods are forgotten from the front.
type row[T interface {
	comparable
	spot() uint64
}] struct {
	all []T
}

// put puts x at its place, which nobody else has.
func (r *row[T]) put(x T) {
	if n := len(r.all); n == 0 || r.all[n-1].spot() < x.spot() {
		r.all = append(r.all, x)
		return
	}
	i, _ := r.find(x.spot())
	r.all = slices.Insert(r.all, i, x)
}

// take removes x, if it is there.
func (r *row[T]) take(x T) {
	i, found := r.find(x.spot())
	if !found {
		return
	}
	if i == 0 {
		var none T
		r.all[0] = none
		r.all = r.all[1:]
		return
	}
	r.all = slices.Delete(r.all, i, i+1)
}

// after returns those behind a place, in order.
func (r *row[T]) after(place uint64) []T {
	if n := len(r.all); n == 0 || r.all[n-1].spot() <= place {
		return nil
	}
	i, _ := r.find(place + 1)
	return r.all[i:]
}

func (r *row[T]) find(place uint64) (int, bool) {
	return slices.BinarySearchFunc(r.all, place, func(x T, p uint64) int { return cmp.Compare(x.spot(), p) })
}
