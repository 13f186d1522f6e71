package main

import (
	"reflect"
	"testing"
	"time"
)

func TestSummarise(t *testing.T) {
	const ms = time.Millisecond
	got := summarise([]sample{
		{"orderup", "room", 1 * ms, 2 * ms, 3 * ms},
		{"orderup", "everybody", 5 * ms, 6 * ms, 7 * ms},
		{"Node", "room", 4 * ms, 4 * ms, 4 * ms},
		{"Node", "everybody", 8 * ms, 8 * ms, 8 * ms},
		{"orderup", "room", 3 * ms, 4 * ms, 9 * ms},
	})
	want := []row{
		{"room", "orderup", 2, 3, 6},
		{"room", "Node", 4, 4, 4},
		{"everybody", "orderup", 5, 6, 7},
		{"everybody", "Node", 8, 8, 8},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestNewSample(t *testing.T) {
	got := newSample("room", []time.Duration{3, 1, 2})
	if want := (sample{Scene: "room", P50: 2, P99: 3, Max: 3}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}
