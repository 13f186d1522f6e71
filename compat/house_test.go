package compat

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"orderup/internal/testhouse"
)

// program is the path of the real server, which TestMain builds.
var program string

func TestMain(m *testing.M) { os.Exit(runWithProgram(m)) }

func runWithProgram(m *testing.M) int {
	folder, err := os.MkdirTemp("", "orderup-compat-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "make a folder for the program:", err)
		return 1
	}
	defer os.RemoveAll(folder)
	if out, err := exec.Command("go", "build", "-o", folder, "orderup/cmd/orderup").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build cmd/orderup: %v\n%s", err, out)
		return 1
	}
	program = filepath.Join(folder, "orderup")
	return m.Run()
}

// house is the real server on a database of its own, open again at the same address after every accident.
type house struct {
	folder  string
	db      string
	address string
	process *process
}

// openHouse opens a house until the end of the test, when it must close in good order.
func openHouse(t *testing.T) *house {
	h := &house{folder: t.TempDir(), db: testhouse.Flag(t, "orders.db"), address: "localhost:0"}
	if err := h.open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.process.end(os.Interrupt); err != nil {
			t.Error(err)
		}
	})
	return h
}

func (h *house) open() error {
	p, address, err := start(h.folder, "--listen", h.address, "--db", h.db)
	if err == nil {
		h.process, h.address = p, address
	}
	return err
}

// accidents are what a script can ask for, by the path it posts to, and the signals by which they end the server.
var accidents = map[string]os.Signal{"/kill": os.Kill, "/drain": syscall.SIGTERM}

// accident ends the server and answers when it is open again.
func (h *house) accident(w http.ResponseWriter, r *http.Request) {
	err := h.process.end(accidents[r.URL.Path])
	if err == nil {
		err = h.open()
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
