package reliability

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"
)

// Program is a server of any kind that is started on an address of its own, so that its clients find it again after an
// accident.
type Program struct {
	Address string   // host:port, as Line tells the server
	Line    []string // the command
	Env     []string // the environment, as KEY=value
	Log     io.Writer
	Door    *os.File // the listening socket, which Line is then started with as systemd would; nil for none

	cmd *exec.Cmd
}

// Start starts the program and does not wait until it listens.
func (p *Program) Start() error {
	line := p.Line
	if p.Door != nil { // the process says its own number, as systemd does between fork and exec
		line = append([]string{"sh", "-c", `LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"`, "sh"}, line...)
	}
	p.cmd = exec.Command(line[0], line[1:]...)
	if p.Door != nil {
		p.cmd.ExtraFiles = []*os.File{p.Door}
	}
	p.cmd.Env, p.cmd.Stderr, p.cmd.SysProcAttr = p.Env, p.Log, diesWithUs()
	if err := p.cmd.Start(); err != nil {
		return fmt.Errorf("start %s: %w", p.Line[0], err)
	}
	return nil
}

// Kill ends the program as kill -9 does, if it runs, and returns when it is gone.
func (p *Program) Kill() error {
	if p.cmd == nil {
		return nil
	}
	err := p.cmd.Process.Kill()
	_ = p.cmd.Wait() // it was killed: that is how it ended
	p.cmd = nil
	return err
}

// Stop asks the program to end, as an operator does, and returns when it is gone: an error unless it says that all went
// well.
func (p *Program) Stop() error {
	err := p.cmd.Process.Signal(syscall.SIGTERM)
	if err == nil {
		err = p.cmd.Wait()
	}
	p.cmd = nil
	if err != nil {
		return fmt.Errorf("end %s in good order: %w", p.Line[0], err)
	}
	return nil
}

// PID is the number of the process that runs.
func (p *Program) PID() int { return p.cmd.Process.Pid }

// AwaitListening returns when the program accepts connections.
func (p *Program) AwaitListening(ctx context.Context) error {
	var dialer net.Dialer
	for again := time.NewTicker(5 * time.Millisecond); ; {
		conn, err := dialer.DialContext(ctx, "tcp", p.Address)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return fmt.Errorf("wait for %s to listen: %w", p.Line[0], errors.Join(ctx.Err(), err))
		}
	}
}

// fixedAddress finds a free port below those that the system gives to clients: while the server is down, a client that
// tries to reach it must not be given the server's own port.
func fixedAddress() (string, error) {
	const lowest, count, tries = 20_000, 10_000, 100
	for range tries {
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(lowest+rand.IntN(count))))
		if err == nil {
			return l.Addr().String(), l.Close()
		}
	}
	return "", errors.New("no port from 20000 to 29999 is free")
}
