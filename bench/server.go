package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// startTimeout is how long a server may take until it says where it listens.
const startTimeout = 20 * time.Second

// Kind is a server that can be measured.
type Kind struct {
	Name    string   // as the tables show it
	Command []string // "{dir}" in an argument is replaced by a new empty folder
}

// Kinds lists what is compared: the program at orderup, and the peers in a folder.
func Kinds(orderup, peers string) []Kind {
	house := []string{orderup, "--listen", "127.0.0.1:0", "--db", "sqlite:{dir}/orderup.db"}
	return []Kind{
		{"orderup", house},
		{"orderup, one commit per order", append(house[:len(house):len(house)], "--commit-batch", "1")},
		{"NestJS, in memory", []string{"node", filepath.Join(peers, "nest-orders", "main.mjs")}},
		{"Node, in memory", []string{"node", filepath.Join(peers, "node-orders.mjs")}},
	}
}

// Server is a running server of a kind.
type Server struct {
	Kind    Kind
	Address string // host:port
	dir     string
	cmd     *exec.Cmd
	done    chan error // how it ended
}

// newFolder makes an empty folder below the working folder: the system's folder for temporary files is often memory,
// where a sync costs nothing.
func newFolder() (string, error) {
	if err := os.MkdirAll("tmp", 0o755); err != nil {
		return "", err
	}
	return os.MkdirTemp("tmp", "bench-")
}

// Start starts a server on a free loopback port and waits until it listens. It runs on cpu alone, if cpu is not negative.
// The caller must Stop it.
func Start(ctx context.Context, kind Kind, cpu int) (*Server, error) {
	dir, err := newFolder()
	if err != nil {
		return nil, err
	}
	args := Pinned(cpu, kind.Command)
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "{dir}", dir)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "NODE_ENV=production", "PORT=0")
	stderr, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", kind.Name, err), os.RemoveAll(dir))
	}
	s := &Server{Kind: kind, dir: dir, cmd: cmd, done: make(chan error, 1)}
	listening := make(chan string, 1)
	go s.drain(stderr, listening)
	if err := s.await(ctx, listening); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// announcement is how every server here says where it listens, on standard error.
var announcement = regexp.MustCompile(`\burl="?http://(127\.0\.0\.1:\d+)`)

// drain reads what the server logs until it ends, so that a full pipe never stops it, and passes its address on.
func (s *Server) drain(stderr io.Reader, listening chan<- string) {
	lines := bufio.NewScanner(stderr)
	var last string
	for lines.Scan() {
		last = lines.Text()
		if found := announcement.FindStringSubmatch(last); found != nil {
			select {
			case listening <- found[1]:
			default: // said twice
			}
		}
	}
	_, _ = io.Copy(io.Discard, stderr)
	err := s.cmd.Wait()
	s.done <- fmt.Errorf("%s ended (%v), its last words: %s", s.Kind.Name, err, last)
}

func (s *Server) await(ctx context.Context, listening <-chan string) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	select {
	case s.Address = <-listening:
		return nil
	case err := <-s.done:
		s.done <- err // for Stop
		return err
	case <-ctx.Done():
		return fmt.Errorf("wait for %s to listen: %w", s.Kind.Name, ctx.Err())
	}
}

// Stop ends the server, by force if it does not go by itself, and removes its data.
func (s *Server) Stop() error {
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // it may have ended already
	select {
	case <-s.done:
	case <-time.After(5 * time.Second):
		_ = s.cmd.Process.Kill()
		<-s.done
	}
	return os.RemoveAll(s.dir)
}

// PID is the number of the server's process.
func (s *Server) PID() int { return s.cmd.Process.Pid }

// CPU returns the processor time the server has used so far, in steps of 10 ms. It needs Linux.
func (s *Server) CPU() (time.Duration, error) {
	used, err := processCPU(s.PID())
	if err != nil {
		return 0, fmt.Errorf("read the CPU time of %s: %w", s.Kind.Name, err)
	}
	return used, nil
}
