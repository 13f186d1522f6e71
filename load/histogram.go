package load

import (
	"math"
	"math/bits"
	"sync/atomic"
	"time"
)

// A Histogram counts durations in buckets that grow with them: a figure read from it is at most 1/64 above the true
// one, in 16 KiB, however many there are. Its zero value is empty; it may be used by several goroutines at once.
type Histogram struct {
	buckets [octaves << subBits]atomic.Int64
	most    atomic.Int64 // the longest, in microseconds
}

const (
	subBits = 6
	octaves = 32 // the longest duration told apart is 2^37 µs, more than a day
)

// Record counts a duration; a negative one is as good as 0.
func (h *Histogram) Record(d time.Duration) {
	us := max(d.Microseconds(), 0)
	h.buckets[bucketOf(uint64(us))].Add(1)
	for {
		most := h.most.Load()
		if us <= most || h.most.CompareAndSwap(most, us) {
			return
		}
	}
}

// bucketOf returns the bucket of a number of microseconds: below 128 each has its own, above the seven highest bits
// decide.
func bucketOf(us uint64) int {
	shift := max(bits.Len64(us)-subBits-1, 0)
	return min(shift<<subBits+int(us>>shift), octaves<<subBits-1)
}

// upperEnd returns the longest duration that a bucket counts.
func upperEnd(bucket int) time.Duration {
	if bucket < 2<<subBits {
		return time.Duration(bucket) * time.Microsecond
	}
	shift := bucket>>subBits - 1
	first := (bucket - shift<<subBits) << shift
	return time.Duration(first+1<<shift-1) * time.Microsecond
}

// Count returns how many durations were recorded.
func (h *Histogram) Count() (n int64) {
	for i := range h.buckets {
		n += h.buckets[i].Load()
	}
	return n
}

// Percentile returns the duration that p percent do not exceed, p from 0 to 100; 0 when there are none.
func (h *Histogram) Percentile(p float64) time.Duration {
	rank := max(int64(math.Ceil(p/100*float64(h.Count()))), 1)
	for i := range h.buckets {
		if rank -= h.buckets[i].Load(); rank <= 0 {
			return min(upperEnd(i), h.Max())
		}
	}
	return 0
}

// Max returns the longest duration.
func (h *Histogram) Max() time.Duration { return time.Duration(h.most.Load()) * time.Microsecond }
