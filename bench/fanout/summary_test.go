//go:build linux

package main

import (
	"reflect"
	"testing"
	"time"
)

func TestSummarise(t *testing.T) {
	const ms = time.Millisecond
	got := summarise([]sample{
		{"orderup", "a", 1, 300, 1 * ms, 9 * ms},
		{reference, "a", 1, 100, 5 * ms, 5 * ms},
		{reference, "a", 2, 100, 5 * ms, 5 * ms},
		{"orderup", "a", 2, 100, 1 * ms, 9 * ms},
		{"orderup", "b", 1, 50, 0, 10 * ms},
		{floor, "b", 1, 40, 0, 10 * ms},
	})
	want := []row{
		{reference, "a", 10_000, 1, 0, 50, 50},
		{floor, "a", 0, 0, 0, 0, 0},
		{"orderup", "a", 20_000, 2, 0, (1000./300 + 10) / 2, 60}, // x3 and x1, each within its cycle
		{reference, "b", 0, 0, 0, 0, 0},
		{floor, "b", 4000, 0, 1, 0, 250},
		{"orderup", "b", 5000, 0, 1.25, 0, 200},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// What arrives is cut anywhere.
func TestClientCounts(t *testing.T) {
	long := append([]byte{0x81, 126, 0, 200, '4', '2'}, make([]byte, 198)...)
	stream := append(append(append([]byte{0x81, 2, '4', '2'}, long...), 0x81, 4, '4', '2', '[', ']'), long...)
	for first := range stream {
		c := &client{}
		got := 0
		for _, part := range [][]byte{stream[:first], stream[first:min(first+1, len(stream))], stream[min(first+1, len(stream)):]} {
			n, err := c.take(part)
			if err != nil {
				t.Fatal(err)
			}
			got += n
		}
		if got != 4 || c.skip != 0 || c.head != nil {
			t.Errorf("cut at %d: %d updates, %d bytes to skip", first, got, c.skip)
		}
	}
	if _, err := (&client{}).take([]byte{0x88, 2, 3, 232}); err == nil {
		t.Error("a close frame passed for an update")
	}
}
