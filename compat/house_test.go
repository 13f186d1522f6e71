package compat

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program is the path of the real server, which TestMain builds.
var program string

func TestMain(m *testing.M) { os.Exit(runWithProgram(m)) }

func runWithProgram(m *testing.M) int {
	dir, err := os.MkdirTemp("", "orderup-compat-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "orderup")
	if out, err := exec.Command("go", "build", "-o", program, "orderup/cmd/orderup").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build cmd/orderup: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// house is the program, open on a data file of its own, and opened again at the same address after every accident.
type house struct {
	t       *testing.T
	listen  string
	data    string
	process *exec.Cmd
	log     *journal
	ended   chan error // has how the process ended, once it did
}

// openHouse opens a house until the end of the test, when it must close in good order.
func openHouse(t *testing.T) *house {
	h := &house{t: t, listen: "localhost:0", data: filepath.Join(t.TempDir(), "orders.db")}
	if err := h.open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.close(os.Interrupt); err != nil {
			t.Error(err)
		}
	})
	return h
}

func (h *house) url() string { return "http://" + h.listen }

// patience is how long a server may take to open or to close.
const patience = 20 * time.Second

// open starts the program and returns when it listens.
func (h *house) open() error {
	h.log = &journal{listens: make(chan string, 1)}
	h.process = exec.Command(program, "--listen", h.listen, "--db", "sqlite:"+h.data)
	h.process.Dir = filepath.Dir(h.data)
	h.process.Stderr = h.log
	if err := h.process.Start(); err != nil {
		return err
	}
	h.ended = make(chan error, 1)
	go func() { h.ended <- h.process.Wait() }()
	select {
	case h.listen = <-h.log.listens:
		return nil
	case err := <-h.ended:
		return fmt.Errorf("the server ended before it listened: %w\n%s", err, h.log)
	case <-time.After(patience):
		return h.giveUp("did not listen")
	}
}

// close ends the program with a signal and returns when it is gone. Unless it was killed it must say that all went well.
func (h *house) close(signal os.Signal) error {
	if err := h.process.Process.Signal(signal); err != nil {
		return fmt.Errorf("send %v to the server: %w\n%s", signal, err, h.log)
	}
	select {
	case err := <-h.ended:
		if h.log.complains() || signal != os.Kill && (err != nil || !h.log.closed()) {
			return fmt.Errorf("the server ended with %v after %v\n%s", err, signal, h.log)
		}
		return nil
	case <-time.After(patience):
		return h.giveUp(fmt.Sprintf("did not end after %v", signal))
	}
}

// giveUp kills a server that takes too long.
func (h *house) giveUp(because string) error {
	err := h.process.Process.Kill()
	return fmt.Errorf("the server %s within %v: %w\n%s", because, patience, errors.Join(err, <-h.ended), h.log)
}

// accidents are what a script may let happen: the path it posts to, and how the server ends then.
var accidents = map[string]os.Signal{"/kill": os.Kill, "/drain": syscall.SIGTERM}

// accident lets an accident happen and answers when the server is open again.
func (h *house) accident(w http.ResponseWriter, r *http.Request) {
	err := h.close(accidents[r.URL.Path])
	if err == nil {
		err = h.open()
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// journal keeps what a server logs, and tells where it listens.
type journal struct {
	strings.Builder
	listens chan string
	known   bool
}

var listening = regexp.MustCompile(`msg=listening url=http://(\S+) `)

// Write is called by one goroutine; what it keeps can be read once the server has ended.
func (j *journal) Write(p []byte) (int, error) {
	j.Builder.Write(p)
	if m := listening.FindStringSubmatch(j.String()); m != nil && !j.known {
		j.known = true
		j.listens <- m[1]
	}
	return len(p), nil
}

func (j *journal) closed() bool { return strings.Contains(j.String(), "msg=closed") }

func (j *journal) complains() bool {
	return strings.Contains(j.String(), "level=WARN") || strings.Contains(j.String(), "level=ERROR")
}
