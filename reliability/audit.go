package reliability

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Audit watches a server's system calls and proves, or disproves, that each order was on the disk before its guest
// was told: its transaction was written to the write-ahead log, then a sync of the log began and ended, and only
// then the answer was sent. Feed it with [Audit.Visit]. Orders are known by customers' names as [AuditName] makes them.
type Audit struct {
	writing  map[string]bool // names in the transaction that is being written
	written  map[string]int  // by name: the line at which its transaction was complete in the log
	answered map[string]int  // by name: the line at which its answer began
	syncs    []span          // of the log, in the order in which they ended
	commit   bool            // the page that comes next is the last of its transaction
	blind    int             // writes to the log that strace cut short
}

type span struct{ began, ended int }

// NewAudit returns an audit that has seen nothing.
func NewAudit() *Audit {
	return &Audit{writing: map[string]bool{}, written: map[string]int{}, answered: map[string]int{}}
}

// AuditName is the n-th customer's name: no name is part of another, and it looks the same on disk, wire and trace.
func AuditName(n int) string { return fmt.Sprintf("Audit.%06d.x", n) }

var auditName = regexp.MustCompile(`Audit\.\d{6}\.x`)

// Visit takes the next finished call.
func (a *Audit) Visit(c Call) {
	onLog := strings.HasSuffix(c.Path, "-wal")
	switch {
	case onLog && (c.Name == "fsync" || c.Name == "fdatasync"):
		if c.Done == 0 {
			a.syncs = append(a.syncs, span{c.Began, c.Ended})
		}
	case onLog && c.Data != "":
		a.seeLog(c)
	case strings.HasPrefix(c.Path, "socket:") || strings.HasPrefix(c.Path, "TCP:"):
		a.seeAnswer(c)
	}
}

// frameHeader is the length of the header that precedes each page in the log. Its bytes 4 to 8 are zero but in the
// last frame of a transaction (https://www.sqlite.org/fileformat2.html#walformat).
const frameHeader = 24

func (a *Audit) seeLog(c Call) {
	if !c.Whole {
		a.blind++
	}
	if c.Done == frameHeader {
		header := unescape(c.Data, frameHeader)
		a.commit = len(header) == frameHeader && string(header[4:8]) != "\x00\x00\x00\x00"
		return
	}
	for _, name := range auditName.FindAllString(c.Data, -1) {
		if _, before := a.written[name]; !before {
			a.writing[name] = true
		}
	}
	if a.commit {
		for name := range a.writing {
			a.written[name] = c.Ended
		}
		clear(a.writing)
		a.commit = false
	}
}

func (a *Audit) seeAnswer(c Call) {
	if !strings.HasPrefix(c.Data, "HTTP/1.1 201 ") {
		return
	}
	name := auditName.FindString(c.Data)
	if _, before := a.answered[name]; name != "" && !before {
		a.answered[name] = c.Began
	}
}

// Finding is the result of an audit.
type Finding struct {
	Acks       int      // answers seen
	Synced     int      // of them, those preceded by a sync of the order's transaction
	Complaints []string // one for each other answer, and one when the trace is not fit for a verdict
}

// Finding judges what was seen so far.
func (a *Audit) Finding() Finding {
	f := Finding{Acks: len(a.answered)}
	if a.blind > 0 {
		f.Complaints = append(f.Complaints, fmt.Sprintf("strace cut %d writes to the log short: raise its -s", a.blind))
	}
	for _, name := range slices.Sorted(maps.Keys(a.answered)) {
		if why := a.fault(name); why != "" {
			f.Complaints = append(f.Complaints, fmt.Sprintf("the order of %s was acknowledged %s", name, why))
			continue
		}
		f.Synced++
	}
	return f
}

func (a *Audit) fault(name string) string {
	answered := a.answered[name]
	written, seen := a.written[name]
	if !seen || written >= answered {
		return "before its transaction was in the log"
	}
	if !slices.ContainsFunc(a.syncs, func(s span) bool { return written < s.began && s.ended < answered }) {
		return "before the log was synced"
	}
	return ""
}
