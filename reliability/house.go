package reliability

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"time"
)

// House is a server as the operating system sees it: a program, a data file, and the process that runs now, if any.
// One goroutine opens and closes it; any number may ask for its URL.
type House struct {
	Program string    // path of the orderup binary
	Under   []string  // a command that runs the program in its own place, for example a tracer; may be empty
	Data    string    // path of the SQLite file
	DB      string    // the server's --db, if it is not that file
	Env     []string  // added to the environment, as KEY=value
	Log     io.Writer // receives what the process writes to its standard error

	mu     sync.Mutex
	now    *process
	opened chan struct{} // closed when the next process is ready; nil while one is
}

// Open starts the program and returns how long it took from there until /readyz answered 200.
// It fails when the process ends before that, or ctx does; then nothing is left running.
func (h *House) Open(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	p, err := start(h)
	if err != nil {
		return 0, err
	}
	if err := p.awaitReady(ctx); err != nil {
		return 0, errors.Join(err, p.end(os.Kill))
	}
	took := time.Since(began)
	h.announce(p)
	return took, nil
}

// Kill ends the process as kill -9 does and returns when it is gone.
func (h *House) Kill() error { return h.end(os.Kill) }

// Close asks the process to stop, as an operator does, and returns when it is gone. It is an error when the
// process does not report success.
func (h *House) Close() error { return h.end(syscall.SIGTERM) }

// AwaitEnd waits until the process ends by itself and returns its exit status. The house is closed then.
func (h *House) AwaitEnd(ctx context.Context) (int, error) {
	h.mu.Lock()
	p := h.now
	h.mu.Unlock()
	if p == nil {
		return 0, errors.New("wait for the server to end: none runs")
	}
	select {
	case <-p.gone:
	case <-ctx.Done():
		return 0, fmt.Errorf("wait for the server to end: %w", ctx.Err())
	}
	h.mu.Lock()
	h.now = nil
	h.mu.Unlock()
	return p.cmd.ProcessState.ExitCode(), nil
}

// PID is the number of the process that runs now, or 0.
func (h *House) PID() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.now == nil {
		return 0
	}
	return h.now.cmd.Process.Pid
}

// URL waits until the house is open and returns its address, without a slash at the end.
func (h *House) URL(ctx context.Context) (string, error) {
	for {
		h.mu.Lock()
		p, opened := h.now, h.waiting()
		h.mu.Unlock()
		if p != nil {
			return p.url, nil
		}
		select {
		case <-opened:
		case <-ctx.Done():
			return "", fmt.Errorf("wait for the server to open: %w", ctx.Err())
		}
	}
}

// waiting returns the channel that the next opening closes. The caller holds mu.
func (h *House) waiting() chan struct{} {
	if h.now == nil && h.opened == nil {
		h.opened = make(chan struct{})
	}
	return h.opened
}

func (h *House) announce(p *process) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = p
	if h.opened != nil {
		close(h.opened)
		h.opened = nil
	}
}

func (h *House) end(signal os.Signal) error {
	h.mu.Lock()
	p := h.now
	h.now = nil
	h.mu.Unlock()
	if p == nil {
		return nil
	}
	return p.end(signal)
}

// command is the server on a port of the system's choosing.
func (h *House) command() *exec.Cmd {
	line := append(slices.Clone(h.Under), h.Program, "--listen", "127.0.0.1:0", "--db", cmp.Or(h.DB, "sqlite:"+h.Data))
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Env = append(os.Environ(), h.Env...)
	cmd.SysProcAttr = diesWithUs()
	return cmd
}

// ready reports whether the server at url says it is.
func ready(ctx context.Context, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/readyz", nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}
