package load

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// TestAPercentileIsRightWithinASixtyFourth holds the histogram against the sorted durations themselves.
func TestAPercentileIsRightWithinASixtyFourth(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	var h Histogram
	durations := make([]time.Duration, 10_000)
	for i := range durations {
		durations[i] = time.Duration(rng.Int64N(1<<uint(1+i%32))) * time.Microsecond
		h.Record(durations[i])
	}
	slices.Sort(durations)
	for _, p := range []float64{0.01, 1, 25, 50, 90, 99, 99.9, 100} {
		want := durations[max(int(p/100*float64(len(durations)))-1, 0)]
		if got := h.Percentile(p); got < want || got > want+want/64+time.Microsecond {
			t.Errorf("p%v is %v, want %v", p, got, want)
		}
	}
	if h.Max() != durations[len(durations)-1] || h.Count() != int64(len(durations)) {
		t.Errorf("the longest of %d is %v, want %v", h.Count(), h.Max(), durations[len(durations)-1])
	}
}

func TestEveryDurationIsInItsBucket(t *testing.T) {
	t.Parallel()
	for bucket := range len(Histogram{}.buckets) {
		if last := upperEnd(bucket).Microseconds(); bucketOf(uint64(last)) != bucket || bucketOf(uint64(last+1)) != min(bucket+1, octaves<<subBits-1) {
			t.Fatalf("bucket %d ends with %d µs, which is in %d, and the next in %d", bucket, last, bucketOf(uint64(last)), bucketOf(uint64(last+1)))
		}
	}
}

func TestAnEmptyHistogramIsAllZero(t *testing.T) {
	t.Parallel()
	var h Histogram
	if h.Percentile(50) != 0 || h.Percentile(100) != 0 || h.Max() != 0 || h.Count() != 0 {
		t.Errorf("p50 %v, p100 %v, max %v, count %d", h.Percentile(50), h.Percentile(100), h.Max(), h.Count())
	}
	h.Record(-time.Second)
	if h.Percentile(100) != 0 || h.Count() != 1 {
		t.Errorf("after a negative duration: p100 %v, count %d", h.Percentile(100), h.Count())
	}
}
