package main

import (
	"fmt"
	"os"

	"orderup/kitchen/eta/replay"
)

// etaReplayCommand is orderup eta-replay.
type etaReplayCommand struct{}

// exitMalformed is the exit code of a program whose input was malformed.
const exitMalformed = 2

// Help explains the lines.
func (etaReplayCommand) Help() string {
	return `Reads one JSON object a line and answers each query by a line, at once:

  {"type":"menu","t":0,"items":[{"id":"fries","station":"fryer","prep_s":240}],"slots":{"fryer":2}}
  {"type":"newday","t":0}
  {"type":"create","t":60,"order":"A","lines":[{"item":"fries","qty":2,"course":1}]}
  {"type":"fire","t":60,"order":"A","line":1}      a line of a later course is wanted
  {"type":"start","t":90,"order":"A"}              somebody has begun; nothing is learned from it
  {"type":"bump","t":300,"order":"A","line":0}     a line is done
  {"type":"ready","t":330,"order":"A"}
  {"type":"query","t":60,"id":1,"order":"A","quote":true}
  {"id":1,"p50":322.4,"p80":391.2,"published":420}

t, p50, p80 and published are seconds on one clock of your choice. A line is
named by its place from 0, or by an "id" that it was created with. Station,
prep_s, slots, course and quote may be missing; slots may be one number.
{"create":{...},"t":60} and "event", "ev" or "kind" instead of "type" are
understood too, and so are add, void, unbump, recall and cancel. Unknown types
are skipped with a line on stderr. A line that is no event ends the program
with exit code 2. docs/ready-time.md has the details.`
}

// Run answers until the input ends.
func (etaReplayCommand) Run() error {
	return replay.Run(os.Stdin, os.Stdout, func(remark string) { fmt.Fprintln(os.Stderr, "orderup: eta-replay:", remark) })
}
