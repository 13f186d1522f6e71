package main

import (
	"reflect"
	"testing"

	"orderup/load"
)

func TestSummarise(t *testing.T) {
	result := func(p99, cpu float64, lost int64) load.Result {
		return load.Result{Received: 100, Lost: lost, Latency: load.Latency{P50: 1, P99: p99}, CPUSeconds: cpu, PerCPUSecond: 100 / cpu, RSSMB: 10}
	}
	got := summarise([]sample{
		{"orderup", "guests", result(5, 0.5, 0)}, {reference, "guests", result(9, 2, 1)},
		{"orderup", "staff", result(7, 1, 0)}, {reference, "staff", result(8, 1, 0)},
		{"orderup", "guests", result(6, 0.5, 0)}, {reference, "guests", result(9, 2, 2)},
		{"orderup", "guests", result(50, 0.5, 0)}, {reference, "guests", result(9, 2, 0)},
	})
	want := []row{
		{"guests", "orderup", 1, 6, 5000, 10, 0, 200, 4},
		{"guests", reference, 1, 9, 20000, 10, 3, 50, 1},
		{"staff", "orderup", 1, 7, 10000, 10, 0, 100, 1},
		{"staff", reference, 1, 8, 10000, 10, 0, 100, 1},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if cells := table(got); len(cells) != 5 || len(cells[0]) != len(cells[1]) {
		t.Errorf("table %v", cells)
	}
}

func TestWithoutNestJSThereIsNoRatio(t *testing.T) {
	rows := summarise([]sample{{"orderup", "guests", load.Result{Received: 1, PerCPUSecond: 5}}})
	if rows[0].ToNestJS != 0 {
		t.Errorf("%+v", rows)
	}
}
