package main

import (
	"io"
	"math"
	"reflect"
	"testing"

	"orderup/kitchen/eta/replay"
	"orderup/sim/kitchens"
)

// inside is orderup eta-replay in this process.
func inside(t *testing.T) *program {
	t.Helper()
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := replay.Run(inR, outW, func(string) {})
		_, _ = outW.CloseWithError(err), inR.CloseWithError(err)
		ended <- err
	}()
	p := talk(inW, outR)
	p.close = inW.Close
	t.Cleanup(func() {
		_ = p.close()
		if err := <-ended; err != nil {
			t.Errorf("the replay ended with %v", err)
		}
	})
	return p
}

// TestHonestInOneKitchen is the short form of the rig: what is demanded of the
// mean of twenty kitchens holds, with some room, in two of them, and the control
// fails.
func TestHonestInOneKitchen(t *testing.T) {
	base := rows[0]
	var ours, control result
	for seed := range uint64(2) {
		events := kitchens.Draw(31000+seed, base.scenario).Events(5)
		mine, err := play(inside(t), events, 2*24*3600)
		if err != nil {
			t.Fatal(err)
		}
		formula, _ := play(poc{}, events, 2*24*3600)
		average, _ := play(newAverage(), events, 2*24*3600)
		ours.enter(grade(mine), grade(formula), 2)
		control.enter(grade(average), grade(formula), 2)
	}
	if ours.mae > 0.5 || ours.pinball > 0.4 || math.Abs(ours.covered-0.8) > 0.08 || ours.broken > 0.1 || ours.orders < 500 {
		t.Errorf("the forecasts are not what they were: %+v", ours)
	}
	if misses := base.misses(control); len(misses) == 0 {
		t.Errorf("an average that knows no queue meets every demand: %+v", control)
	}
}

// TestTheSameEventsGiveTheSameForecasts, to the last bit.
func TestTheSameEventsGiveTheSameForecasts(t *testing.T) {
	events := kitchens.Draw(31000, kitchens.Everything).Events(3)
	first, err := play(inside(t), events, 0)
	if err != nil {
		t.Fatal(err)
	}
	second, err := play(inside(t), events, 0)
	if err != nil || !reflect.DeepEqual(first, second) {
		t.Errorf("two replays of the same events differ (%v)", err)
	}
}
