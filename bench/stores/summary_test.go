package main

import (
	"reflect"
	"testing"
	"time"
)

func TestSummarise(t *testing.T) {
	const ms, us = time.Millisecond, time.Microsecond
	sqlite, alone, one := setup{"SQLite", 0, false}, setup{"SQLite", 0, true}, setup{"PostgreSQL, one node", 1, false}
	got := summarise([]sample{
		{sqlite, 1, 0, 200, 0, 1 * ms, 2 * ms, 40 * us, 0},
		{alone, 1, 0, 100, 1, 4 * ms, 8 * ms, 80 * us, 0},
		{one, 1, 0, 50, 0, 5 * ms, 6 * ms, 70 * us, 30 * us},
		{sqlite, 1, 1, 900, 0, 3 * ms, 4 * ms, 60 * us, 0},
		{alone, 1, 1, 300, 2, 4 * ms, 8 * ms, 80 * us, 0},
		{one, 1, 1, 450, 0, 5 * ms, 6 * ms, 90 * us, 50 * us},
		{sqlite, 16, 0, 50, 0, 5 * ms, 5 * ms, 10 * us, 0},
	})
	want := []row{
		{"SQLite", 1, 550, 2.5, 1, 2, 3, 0, 50, 0}, // x2 and x3, each within its round
		{"SQLite, one commit per order", 1, 200, 1, 1, 4, 8, 3, 80, 0},
		{"PostgreSQL, one node", 1, 250, 0, 0.375, 5, 6, 0, 80, 40}, // x0.25 and x0.5
		{"SQLite", 16, 50, 0, 1, 5, 5, 0, 10, 0},
		{Setup: "SQLite, one commit per order", Writers: 16},
		{Setup: "PostgreSQL, one node", Writers: 16},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestWays(t *testing.T) {
	const ms = time.Millisecond
	got := ways([]news{
		{"PostgreSQL", "here", 4 * ms, 2 * ms},
		{"PostgreSQL", "there", 9 * ms, 7 * ms},
		{"PostgreSQL", "here", 2 * ms, -1 * ms},
		{"PostgreSQL", "here", 3 * ms, 1 * ms},
	})
	want := []way{
		{"PostgreSQL", "here", spread{3, 4, 4}, spread{1, 2, 2}},
		{"PostgreSQL", "there", spread{9, 9, 9}, spread{7, 7, 7}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, args := range [][]string{{"-writers", "0"}, {"-writers", "1,x"}, {"-rounds", "0"}, {"-changes", "0"}, {"-time", "0s"}} {
		if p, err := parse(args); err == nil {
			t.Errorf("%v became %+v, want an error", args, p)
		}
	}
}
