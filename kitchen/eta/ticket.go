package eta

import (
	"math"
	"slices"
)

// A ticket is an open order as the kitchen sees it.
type ticket struct {
	id       string
	place    uint64
	lines    []*line
	created  float64
	left     int     // lines that are neither done nor gone
	lastBump float64 // the creation, before the first
	tapped   bool    // a line was bumped by hand
	amended  bool    // what was ordered has changed: forecasts of before say nothing about accuracy
	mimed    bool    // a simulation had its hand in it: nothing is learned
	closed   bool
	returned bool // was ready before: its time was counted then
	awaits   bool // its next sample
	quote    sample
	quoted   estimate // at creation
	samples  []sample
	due      float64 // of the next sample
	promise  promise
	waits    *station // where its last line was bumped
}

// A sample is a raw forecast that was made, remembered until the truth is known.
type sample struct {
	at, raw float64 // raw: minutes that were left
}

// condition says how far a line is.
type condition uint8

const (
	held   condition = iota // of a later course, not fired
	queued                  // fired: waits or is being cooked
	done
	gone // cancelled or voided
)

// A line is work for one station.
type line struct {
	ticket   *ticket
	item     string
	id       string
	place    uint64 // in the order of firing; kept when it is recalled
	station  *station
	dish     *dish
	quantity int
	course   int
	is       condition
	fired    float64
	done     float64
	recalled bool // bumped before: its time says nothing
	cleared  bool // bumped with the whole screen: its time says nothing
	pred     [variants]float32
	fin      float64 // by the last look of its station
	begun    *[variants]cooking
	taught   *[variants]lesson
}

func (o *ticket) spot() uint64 { return o.place }
func (l *line) spot() uint64   { return l.place }

// cleared tells whether a line was bumped with the whole screen, so that nobody
// knows when the order was done.
func (o *ticket) cleared() bool {
	return slices.ContainsFunc(o.lines, func(l *line) bool { return l.cleared })
}

// find returns the line of that name, preferring one that is not done.
func (o *ticket) find(id string) *line {
	var found *line
	for _, l := range o.lines {
		if l.id == id && l.is != gone && (found == nil || found.is == done) {
			found = l
		}
	}
	return found
}

// firstCourse returns the lowest course of lines.
func firstCourse(lines []Line) int {
	if len(lines) == 0 {
		return 0
	}
	return slices.MinFunc(lines, func(a, b Line) int { return a.Course - b.Course }).Course
}

// nextCourse returns the lowest course above one of which lines are held.
func (o *ticket) nextCourse(above int) (course int, ok bool) {
	for _, l := range o.lines {
		if l.is == held && l.course > above && (!ok || l.course < course) {
			course, ok = l.course, true
		}
	}
	return course, ok
}

// pausing tells whether nothing of an order is being cooked, and the course
// is the next.
func (o *ticket) pausing(course int) bool {
	for _, l := range o.lines {
		if l.is == queued || l.is == held && l.course < course {
			return false
		}
	}
	return o.tapped
}

// slowest returns the line in the queue that was thought to be last.
func (o *ticket) slowest() (last *line) {
	latest := math.Inf(-1)
	for _, l := range o.lines {
		if l.is != queued {
			continue
		}
		if fin := l.fired + float64(l.pred[l.station.best]); fin > latest {
			last, latest = l, fin
		}
	}
	return last
}
