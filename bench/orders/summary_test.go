package main

import (
	"reflect"
	"testing"
	"time"
)

func TestSummarise(t *testing.T) {
	const ms, us = time.Millisecond, time.Microsecond
	got := summarise([]sample{
		{"orderup", 1, 0, 200, 1 * ms, 2 * ms, 40 * us},
		{"NestJS, in memory", 1, 0, 100, 4 * ms, 8 * ms, 80 * us},
		{"orderup", 1, 1, 900, 3 * ms, 4 * ms, 60 * us},
		{"NestJS, in memory", 1, 1, 300, 4 * ms, 8 * ms, 80 * us},
		{"orderup", 16, 0, 50, 5 * ms, 5 * ms, 10 * us},
	})
	want := []row{
		{"orderup", 1, 550, 2, 3, 50, 2.5}, // x2 and x3, each within its round
		{"NestJS, in memory", 1, 200, 4, 8, 80, 1},
		{"orderup", 16, 50, 5, 5, 10, 0},
		{"NestJS, in memory", 16, 0, 0, 0, 0, 0},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}
