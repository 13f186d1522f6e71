//go:build unix

package pgtest

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"
)

// Kill ends the whole server at once, as a crash does (SIGKILL).
func (c *Cluster) Kill(t testing.TB) {
	t.Helper()
	for _, pid := range c.signal(t, syscall.SIGKILL) {
		for state(pid) != "" && state(pid) != "Z" && t.Context().Err() == nil {
			runtime.Gosched() // the kernel is at it
		}
	}
	// These files name a process that may be dead for a while before its parent
	// takes notice, which the next server would take for one that lives.
	socket := filepath.Join(c.folder, ".s.PGSQL."+strconv.Itoa(c.port))
	for _, file := range []string{filepath.Join(c.Data(), "postmaster.pid"), socket, socket + ".lock"} {
		if err := os.Remove(file); err != nil {
			t.Error(err)
		}
	}
}

// Restart starts the server again, which recovers from its log first. It may
// be called on any goroutine.
func (c *Cluster) Restart(t testing.TB) {
	t.Helper()
	if err := c.start(); err != nil {
		t.Error(err)
	}
}

// Pause stops the whole server in the middle of what it does: it keeps its
// connections and answers nothing, as a machine that is out of reach.
func (c *Cluster) Pause(t testing.TB) {
	t.Helper()
	c.signal(t, syscall.SIGSTOP)
}

// Resume has the server go on.
func (c *Cluster) Resume(t testing.TB) {
	t.Helper()
	c.signal(t, syscall.SIGCONT)
}

// signal reaches every process of the server, the main one first so that no
// others come, and returns them.
func (c *Cluster) signal(t testing.TB, s syscall.Signal) []int {
	t.Helper()
	pids := c.Processes()
	if len(pids) < 2 {
		t.Errorf("send %s: PostgreSQL does not run, or this is not Linux", s)
	}
	for _, pid := range pids {
		if err := syscall.Kill(pid, s); err != nil && err != syscall.ESRCH {
			t.Errorf("send %s to process %d: %v", s, pid, err)
		}
	}
	return pids
}

func (c *Cluster) start() error {
	err := c.run("pg_ctl", "start", "--wait", "--pgdata", c.Data(), "--log", filepath.Join(c.folder, "log"))
	if err != nil {
		return fmt.Errorf("%w\n%s", err, c.Log())
	}
	return nil
}
