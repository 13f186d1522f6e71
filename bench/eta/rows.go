package main

import "orderup/sim/kitchens"

// A row is one kind of kitchen and what is demanded of a forecast there: ratios
// are to the formula of the proof of concept, means over kitchens.
type row struct {
	name     string
	scenario kitchens.Scenario
	days     int     // played
	from     float64 // days that are not measured
	limits
}

// limits are demands; one that is 0 is none.
type limits struct {
	mae, worst, waiting, pinball float64 // ratios, at most
	least, most                  float64 // share that is ready by its P80
	broken, changes, pushed      float64 // at most
}

// rows are the kitchens of the acceptance, with its limits.
var rows = []row{
	{"base", kitchens.Scenario{}, 10, 2, limits{0.42, 0.75, 0.32, 0.33, 0.77, 0.84, 0.055, 0.9, 0.14}},
	{"first day", kitchens.Scenario{}, 1, 0, limits{mae: 0.52, pinball: 0.46, least: 0.74, most: 0.88, broken: 0.06}},
	{"first day, no prep times", kitchens.Scenario{NoPrep: true}, 1, 0, limits{mae: 0.54, pinball: 0.48, least: 0.74, most: 0.88, broken: 0.10}},
	{"no stations", kitchens.Scenario{NoStations: true}, 10, 2, limits{mae: 0.44, pinball: 0.36, least: 0.76, most: 0.86, broken: 0.06}},
	{"order-level bumps", kitchens.Scenario{OrderTaps: true}, 10, 2, limits{mae: 0.54, pinball: 0.42, least: 0.76, most: 0.84, broken: 0.08}},
	{"bursts", kitchens.Scenario{Bursts: true}, 10, 2, limits{mae: 0.35, pinball: 0.24, least: 0.75, most: 0.84, broken: 0.07}},
	{"bottleneck slows down", kitchens.Scenario{SlowFrom: 6}, 10, 2, limits{mae: 0.38, pinball: 0.25, least: 0.75, most: 0.84, broken: 0.075}},
	{"25 % hidden work", kitchens.Scenario{Hidden: 0.25}, 10, 2, limits{mae: 0.53, pinball: 0.47, least: 0.76, most: 0.84, broken: 0.09}},
	{"forgotten taps", kitchens.Scenario{Forgotten: 0.2}, 10, 2, limits{mae: 0.68, pinball: 0.58, least: 0.76, most: 0.84, broken: 0.13}},
	{"multitasking cooks", kitchens.Scenario{Multitask: true}, 10, 2, limits{mae: 0.56, pinball: 0.36, least: 0.74, most: 0.84, broken: 0.13}},
	{"everything wrong", kitchens.Everything, 10, 2, limits{mae: 0.66, pinball: 0.42, least: 0.74, most: 0.84, broken: 0.19}},
}

// A result is a row's means over kitchens.
type result struct {
	orders                           int
	mae, worst, waiting, pinball     float64
	covered, broken, changes, pushed float64
}

// enter adds one of n kitchens, beside the formula's score there.
func (r *result) enter(s, formula score, n int) {
	share := 1 / float64(n)
	ratio := s.MAE / formula.MAE
	r.orders += s.Orders
	r.mae += share * ratio
	r.worst = max(r.worst, ratio)
	r.waiting += share * s.Waiting / formula.Waiting
	r.pinball += share * s.Pinball / formula.Pinball
	r.covered += share * s.Covered
	r.broken += share * s.Broken
	r.changes += share * s.Changes
	r.pushed += share * s.Pushed
}

// misses names the demands that a result does not meet.
func (l limits) misses(r result) (names []string) {
	for _, d := range []struct {
		name      string
		got, most float64
	}{
		{"MAE", r.mae, l.mae}, {"worst", r.worst, l.worst}, {"waiting", r.waiting, l.waiting}, {"pinball", r.pinball, l.pinball},
		{"coverage", r.covered, l.most}, {"broken", r.broken, l.broken}, {"changes", r.changes, l.changes}, {"pushed", r.pushed, l.pushed},
		{"coverage", -r.covered, -l.least},
	} {
		if d.most != 0 && d.got > d.most {
			names = append(names, d.name)
		}
	}
	return names
}
