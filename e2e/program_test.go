package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"orderup/internal/testhouse"
)

// program is a running orderup with a database of its own.
type program struct {
	t      *testing.T
	url    string
	folder string
	args   []string // besides those that every program here has
	cmd    *exec.Cmd
}

// start runs the program on a free port and waits until it listens.
func start(t *testing.T, flags ...string) *program {
	t.Helper()
	p := &program{t: t, folder: t.TempDir()}
	p.args = append([]string{"--db", testhouse.Flag(t, filepath.Join(p.folder, "orderup.db"))}, flags...)
	return p.begin()
}

// demo is start for a simulated service.
func demo(t *testing.T, flags ...string) *program {
	t.Helper()
	p := &program{t: t, folder: t.TempDir(), args: append([]string{"demo"}, flags...)}
	return p.begin()
}

func (p *program) begin() *program {
	p.t.Helper()
	p.run("127.0.0.1:0")
	p.t.Cleanup(func() { p.stop(syscall.SIGTERM) })
	return p
}

func (p *program) run(address string) {
	p.t.Helper()
	p.cmd = exec.Command(binary, append([]string{"--listen", address, "--log-format", "json"}, p.args...)...)
	p.cmd.Dir = p.folder
	p.cmd.Env = append(os.Environ(), "TZ=UTC")
	stderr, err := p.cmd.StderrPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	if p.url = listening(stderr); p.url == "" {
		p.t.Fatal("the program ended before it listened")
	}
}

// listening returns the address in the program's log and leaves the rest of
// the log to flow.
func listening(log io.Reader) string {
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		var line struct{ Msg, URL string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "listening" {
			go io.Copy(io.Discard, log)
			return line.URL
		}
	}
	return ""
}

// stop ends the program. A second call does nothing.
func (p *program) stop(signal os.Signal) {
	if p.cmd.ProcessState != nil {
		return
	}
	if err := p.cmd.Process.Signal(signal); err != nil {
		p.t.Error(err)
	}
	patience := time.AfterFunc(20*time.Second, func() { _ = p.cmd.Process.Kill() })
	defer patience.Stop()
	_ = p.cmd.Wait() // a killed program ends with an error, as it should
}

// restart kills the program without warning and starts it on the same port.
func (p *program) restart() {
	p.t.Helper()
	p.stop(os.Kill)
	p.run(strings.TrimPrefix(p.url, "http://"))
}

// order is what the tests read of one.
type order struct {
	ID, Number, Status string
	Version            int
}

// place creates an order over REST.
func (p *program) place(customer string) order {
	p.t.Helper()
	var answer struct{ Order order }
	p.post("/orders", map[string]any{
		"customerName": customer,
		"items":        []map[string]any{{"name": "Large Fries", "price": 3.5, "quantity": 1}},
	}, &answer)
	return answer.Order
}

// advance sets the status of an order over REST.
func (p *program) advance(o order, statuses ...string) {
	p.t.Helper()
	for _, status := range statuses {
		p.post("/orders/"+o.ID+"/status", map[string]any{"status": status}, &struct{}{})
	}
}

func (p *program) post(path string, body, answer any) {
	p.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	r, err := http.Post(p.url+path, "application/json", bytes.NewReader(text))
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode >= 300 {
		said, _ := io.ReadAll(r.Body)
		p.t.Fatalf("POST %s: %s\n%s", path, r.Status, said)
	}
	if err := json.NewDecoder(r.Body).Decode(answer); err != nil {
		p.t.Fatal(fmt.Errorf("POST %s: %w", path, err))
	}
}
