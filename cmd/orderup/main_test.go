package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"orderup/internal/pgtest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"orderup": main})
}

// TestStories runs the program as people do: see testdata/script. Beside the
// usual commands there are "postgres", which sets $DB to a fresh database,
// "open", which starts a server with the arguments given and sets $URL, and
// "close", which ends it as Ctrl-C does. $DEMO is the file of the demo menu.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Values[serverKey] = &server{}
			demo, err := filepath.Abs("../../menu/demo.json")
			e.Setenv("DEMO", demo)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"open":     func(ts *testscript.TestScript, _ bool, args []string) { ts.Value(serverKey).(*server).open(ts, args) },
			"postgres": func(ts *testscript.TestScript, _ bool, _ []string) { ts.Setenv("DB", pgtest.Start(t)) },
			"close":    func(ts *testscript.TestScript, _ bool, _ []string) { ts.Value(serverKey).(*server).close(ts) },
		},
	})
}

const serverKey = "server"

// A server is the one that a story has open.
type server struct {
	command *exec.Cmd
	log     *bufio.Scanner
}

var listening = regexp.MustCompile(`msg=listening url=(\S+)`)

// open starts a server on a free port and waits until it listens.
func (s *server) open(ts *testscript.TestScript, args []string) {
	s.command = exec.Command("orderup", append(args, "--listen", "localhost:0")...)
	s.command.Dir = ts.MkAbs(".")
	errors, err := s.command.StderrPipe()
	ts.Check(err)
	ts.Check(s.command.Start())
	ts.Defer(func() { _ = s.command.Process.Kill() }) // it has ended already, unless the story failed
	s.log = bufio.NewScanner(errors)
	for s.log.Scan() {
		ts.Logf("%s", s.log.Text())
		if found := listening.FindStringSubmatch(s.log.Text()); found != nil {
			ts.Setenv("URL", found[1])
			return
		}
	}
	ts.Fatalf("the server ended before it listened: %v", s.command.Wait())
}

// close ends the server and waits until it has ended well.
func (s *server) close(ts *testscript.TestScript) {
	ts.Check(s.command.Process.Signal(os.Interrupt))
	for s.log.Scan() {
		ts.Logf("%s", s.log.Text())
	}
	ts.Check(s.command.Wait())
}
