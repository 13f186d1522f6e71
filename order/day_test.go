package order_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"orderup/order"
)

func TestDayOf(t *testing.T) {
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		now      string
		dayStart int
		want     order.Day
	}{
		{"2026-11-21T18:00:00Z", 300, "2026-11-21"},
		{"2026-11-22T03:59:00Z", 300, "2026-11-21"}, // 04:59 in Brussels: still Saturday night
		{"2026-11-22T04:00:00Z", 300, "2026-11-22"},
		{"2026-11-21T23:30:00Z", 0, "2026-11-22"},
		{"2026-12-31T23:30:00Z", 300, "2026-12-31"},
		{"2026-10-25T02:59:00Z", 300, "2026-10-24"}, // the night with an hour twice: the wall says 03:59
		{"2026-03-29T01:30:00Z", 180, "2026-03-29"}, // the night without 02:00: the wall says 03:30
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := order.DayOf(now, brussels, c.dayStart); got != c.want {
			t.Errorf("DayOf(%s, start %d) = %s, want %s", c.now, c.dayStart, got, c.want)
		}
	}
}
