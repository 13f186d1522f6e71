package reliability

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"time"
)

// process is one life of the server.
type process struct {
	cmd   *exec.Cmd
	url   string
	heard chan string   // the address, once the process logs it
	gone  chan struct{} // closed after the process was waited for
	err   error         // how it ended; read after gone
}

// listening is the line in which the server tells its address.
var listening = regexp.MustCompile(`\bmsg=listening\b.*\burl=(\S+)`)

func start(h *House) (*process, error) {
	p := &process{cmd: h.command(), heard: make(chan string, 1), gone: make(chan struct{})}
	stderr, err := p.cmd.StderrPipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", h.Program, err)
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", h.Program, err)
	}
	go p.attend(stderr, h.Log)
	return p, nil
}

// attend copies the log until the process ends.
func (p *process) attend(stderr io.Reader, log io.Writer) {
	defer close(p.gone)
	for lines := bufio.NewReader(stderr); ; {
		line, err := lines.ReadString('\n')
		_, _ = io.WriteString(log, line) // the log explains a failure; it is none itself
		if m := listening.FindStringSubmatch(line); m != nil && len(p.heard) == 0 {
			p.heard <- m[1]
		}
		if err != nil {
			break
		}
	}
	p.err = p.cmd.Wait()
}

// awaitReady returns when /readyz answers 200. It asks every 2 ms, so that a start is measured that finely.
func (p *process) awaitReady(ctx context.Context) error {
	select {
	case p.url = <-p.heard:
	case <-p.gone:
		return fmt.Errorf("the server ended before it listened: %w", p.err)
	case <-ctx.Done():
		return fmt.Errorf("wait for the line msg=listening: %w", ctx.Err())
	}
	for tick := time.NewTicker(2 * time.Millisecond); !ready(ctx, p.url); {
		select {
		case <-tick.C:
		case <-p.gone:
			return fmt.Errorf("the server ended before it was ready: %w", p.err)
		case <-ctx.Done():
			return fmt.Errorf("wait for /readyz: %w", ctx.Err())
		}
	}
	return nil
}

// end signals the process and waits until it is gone. Being killed is a success when that was the order; a process
// that ignores a polite signal for 20 seconds is killed, which is an error.
func (p *process) end(signal os.Signal) error {
	if err := p.cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("send %s to the server: %w", signal, err)
	}
	patience := time.AfterFunc(20*time.Second, func() { _ = p.cmd.Process.Kill() })
	<-p.gone
	patience.Stop()
	if signal == os.Kill && p.killed() {
		return nil
	}
	if p.err != nil {
		return fmt.Errorf("stop the server with %s: %w", signal, p.err)
	}
	return nil
}

func (p *process) killed() bool {
	status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}
