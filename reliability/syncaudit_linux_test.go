package reliability

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// audited is how many acknowledgements an audit watches, from how many guests at a time.
const (
	audited        = 1000
	auditedWriters = 4
)

// R3. The server's system calls, seen from outside: before every acknowledgement the log was synced.
func TestFsyncBeforeAck(t *testing.T) {
	f := auditAcks(t, audited)
	t.Logf("%d acks, %d preceded by a sync", f.Acks, f.Synced)
	if f.Acks != audited || f.Synced != audited {
		t.Errorf("%d acks, %d preceded by a sync, want %d of both", f.Acks, f.Synced, audited)
	}
	report(t, f)
}

// The control of R3: a server told not to sync must be found out, at every acknowledgement.
func TestFsyncBeforeAckControl(t *testing.T) {
	const n = 100
	f := auditAcks(t, n, unsafeSynchronous)
	t.Logf("told not to sync: %d acks, %d preceded by a sync", f.Acks, f.Synced)
	if f.Acks != n || f.Synced != 0 || len(f.Complaints) != n {
		t.Errorf("want %d acks, none preceded by a sync, and %d complaints; got %d", n, n, len(f.Complaints))
		report(t, f)
	}
}

func report(t *testing.T, f Finding) {
	t.Helper()
	for _, complaint := range f.Complaints[:min(10, len(f.Complaints))] {
		t.Error(complaint)
	}
}

// auditAcks has n orders acknowledged by a server under strace.
func auditAcks(t *testing.T, n int, env ...string) Finding {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	house := newHouse(t, t.TempDir(), env...)
	trace := filepath.Join(t.TempDir(), "trace")
	house.Under = strace(t, trace)
	open(ctx, t, house)
	guest := NewGuest(house, auditedWriters)
	must(t, inParallel(auditedWriters, n, func(i int) error {
		reply, err := guest.Post(ctx, "/orders", "", OrderFor(AuditName(i)))
		if err != nil {
			return err
		}
		_, err = reply.Ack()
		return err
	}))
	must(t, house.Close())
	file, err := os.Open(trace)
	must(t, err)
	defer file.Close()
	a := NewAudit()
	must(t, ReadTrace(file, a.Visit))
	return a.Finding()
}

// strace is the command that traces a program into a file. With -D the program is still our own child, and strace a
// process beside it that shares its standard error and ends with it: when that is closed the trace is complete.
// The filter in the kernel (--seccomp-bpf) makes it several times faster: other calls do not stop.
func strace(t *testing.T, path string) []string {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		missing(t, fmt.Errorf("the audit of system calls needs strace: install the package strace: %w", err))
	}
	return []string{"strace", "-D", "-f", "-y", "--seccomp-bpf", "-s", "70000", "-o", path,
		"-e", "signal=none", "-e", "trace=fsync,fdatasync,write,pwrite64,sendto"}
}
