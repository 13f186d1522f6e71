package lossyfs

import (
	"maps"
	"math/rand/v2"
	"slices"
)

// Loss decides which of a file's unsynced changes, oldest first, had reached the medium when the power went.
type Loss func(pending []change) []change

// DropAll keeps nothing that was not synced.
func DropAll([]change) []change { return nil }

// Tear returns a [Loss] that chooses anew for each file: nothing, a prefix of the changes, or any of them in order
// with gaps, as a disk with a reordering cache leaves them. The last write kept is torn at a random byte.
func Tear(rng *rand.Rand) Loss {
	return func(pending []change) []change {
		switch rng.IntN(3) {
		case 0:
			return nil
		case 1:
			return tearLast(rng, pending[:rng.IntN(len(pending)+1)])
		default:
			return tearLast(rng, someOf(rng, pending))
		}
	}
}

func someOf(rng *rand.Rand, pending []change) []change {
	return slices.DeleteFunc(slices.Clone(pending), func(change) bool { return rng.IntN(2) == 0 })
}

func tearLast(rng *rand.Rand, kept []change) []change {
	if len(kept) == 0 || len(kept[len(kept)-1].data) == 0 {
		return kept
	}
	kept = slices.Clone(kept)
	last := &kept[len(kept)-1]
	last.data = last.data[:1+rng.IntN(len(last.data))]
	return kept
}

// PowerCut leaves the disk as a machine finds it that lost its power now: names and contents as last synced, plus
// what loss lets through. Unmount first: the kernel's cache would go on showing what is gone.
func (d *Disk) PowerCut(loss Loss) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(d.kept)) { // sorted: the same seed tears the same way
		f := d.kept[name]
		f.keep(loss(f.pending))
		f.live = slices.Clone(f.kept)
	}
	d.live = maps.Clone(d.kept)
}
