package reliability

import (
	"fmt"
	"maps"
	"slices"
)

// Verdict counts the broken promises and tells each in a sentence.
type Verdict struct {
	Lost       int // acknowledged, and not in the file
	Behind     int // in the file, at an earlier version or another status than acknowledged
	Unasked    int // in the file, and acknowledged to nobody: a second order for one key
	Gaps       int // versions of an order, or numbers of a location, that are not 1, 2, 3...
	Unsound    int // complaints of SQLite's integrity check
	Complaints []string
}

// Clean reports whether every promise was kept.
func (v *Verdict) Clean() bool { return len(v.Complaints) == 0 }

// String gives the counts in one line.
func (v *Verdict) String() string {
	return fmt.Sprintf("%d lost, %d behind, %d duplicate, %d gaps, %d integrity faults", v.Lost, v.Behind, v.Unasked, v.Gaps, v.Unsound)
}

func (v *Verdict) complain(count *int, format string, args ...any) {
	*count++
	v.Complaints = append(v.Complaints, fmt.Sprintf(format, args...))
}

// Compare holds the file against the acknowledgements. Orders that nobody was told of are accepted while commands
// are under way, for one of them may have been carried out unanswered; when all were answered they are duplicates.
func Compare(acked map[string]Ack, l *Ledger, allAnswered bool) *Verdict {
	v := &Verdict{}
	v.compareOrders(acked, l)
	if allAnswered {
		v.findUnasked(acked, l)
	}
	v.findGaps(l)
	if !slices.Equal(l.Integrity, []string{"ok"}) {
		v.complain(&v.Unsound, "integrity check: %q", l.Integrity)
	}
	return v
}

func (v *Verdict) compareOrders(acked map[string]Ack, l *Ledger) {
	for _, id := range slices.Sorted(maps.Keys(acked)) {
		want := acked[id]
		got, found := l.Orders[id]
		switch {
		case !found:
			v.complain(&v.Lost, "order %s was acknowledged at version %d and is lost", id, want.Version)
		case got.Version < want.Version:
			v.complain(&v.Behind, "order %s was acknowledged at version %d (%s) and is at %d (%s)", id, want.Version, want.Status, got.Version, got.Status)
		case got.Version == want.Version && got.Status != want.Status:
			v.complain(&v.Behind, "order %s was acknowledged as %s at version %d and is %s", id, want.Status, want.Version, got.Status)
		}
	}
}

func (v *Verdict) findUnasked(acked map[string]Ack, l *Ledger) {
	for _, id := range slices.Sorted(maps.Keys(l.Orders)) {
		if _, found := acked[id]; !found {
			v.complain(&v.Unasked, "order %s was acknowledged to nobody though every command was answered: a duplicate", id)
		}
	}
}

// findGaps also checks the counters: the last event of an order bears its version, that of a location its last_seq.
func (v *Verdict) findGaps(l *Ledger) {
	for _, id := range slices.Sorted(maps.Keys(l.Orders)) {
		if why := gap(l.Versions[id], l.Orders[id].Version); why != "" {
			v.complain(&v.Gaps, "versions of order %s: %s", id, why)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(l.Versions)) {
		if _, found := l.Orders[id]; !found {
			v.complain(&v.Gaps, "%d events tell of order %s, which is not there", len(l.Versions[id]), id)
		}
	}
	for _, location := range slices.Sorted(maps.Keys(l.LastSeqs)) {
		if why := gap(l.Seqs[location], l.LastSeqs[location]); why != "" {
			v.complain(&v.Gaps, "numbers of location %s: %s", location, why)
		}
	}
	for _, location := range slices.Sorted(maps.Keys(l.Seqs)) {
		if _, found := l.LastSeqs[location]; !found {
			v.complain(&v.Gaps, "%d events are of location %s, which is not there", len(l.Seqs[location]), location)
		}
	}
}

// gap tells where numbers are not 1, 2, 3 ... last.
func gap(numbers []int64, last int64) string {
	for i, n := range numbers {
		if n != int64(i)+1 {
			return fmt.Sprintf("%d stands where %d should", n, i+1)
		}
	}
	if int64(len(numbers)) != last {
		return fmt.Sprintf("they end at %d, the counter says %d", len(numbers), last)
	}
	return ""
}
