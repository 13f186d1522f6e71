package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"orderup/socketio"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience bounds every wait.
const patience = 20 * time.Second

// open serves a suite until the test ends, and returns where.
func open(t *testing.T, suite string, o socketio.Options) site {
	t.Helper()
	out, in := io.Pipe()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, suite, o, "127.0.0.1:0", in); in.Close() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("said nothing: %v", <-ended)
	}
	transport := &http.Transport{}
	t.Cleanup(func() {
		stop()
		transport.CloseIdleConnections()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	_, url, _ := strings.Cut(strings.TrimSpace(line), "http://")
	host, path, _ := strings.Cut(url, "/")
	return site{t, host, "/" + path, suite, &http.Client{Transport: transport, Timeout: patience}}
}

func TestRefusesToStart(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, c := range []struct{ suite, listen, says string }{
		{"polka", "127.0.0.1:0", "choose engine or socket"},
		{"engine", "nowhere", "serve the suite engine"},
		{"socket", l.Addr().String(), "serve the suite socket"},
	} {
		if err := serve(t.Context(), c.suite, options(), c.listen, io.Discard); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s at %s: %v", c.suite, c.listen, err)
		}
	}
}

// A case stands for one of the suite's.
type conformanceCase struct {
	name string
	run  func(site)
}

// A group of cases has a server of its own. The suites' figures leave a client 200 ms for its answer to a heartbeat, which
// a busy machine does not always give it: only cases about time run with them.
type group struct {
	pace  func() socketio.Options
	cases [][]conformanceCase
}

// unhurried leaves clients all the time to answer.
func unhurried() socketio.Options {
	o := options()
	o.PingTimeout, o.ConnectTimeout = patience, patience
	return o
}

// quiet sends no heartbeats either.
func quiet() socketio.Options {
	o := unhurried()
	o.PingInterval = 2 * patience
	return o
}

// run makes a subtest of each case.
func run(t *testing.T, suite string, groups ...group) {
	for _, g := range groups {
		s := open(t, suite, g.pace())
		t.Run(suite, func(t *testing.T) { // ends before the server does
			for _, c := range slices.Concat(g.cases...) {
				t.Run(c.name, func(t *testing.T) {
					t.Parallel()
					c.run(site{t, s.host, s.path, s.suite, s.http})
				})
			}
		})
	}
}

// TestEngineSuite stands for the 25 tests of the published suite of Engine.IO, revision 4.
func TestEngineSuite(t *testing.T) {
	t.Parallel()
	run(t, "engine",
		group{options, [][]conformanceCase{handshake, silence}},
		group{unhurried, [][]conformanceCase{heartbeat}},
		group{quiet, [][]conformanceCase{closing, upgrade, pollingMessages, webSocketMessages}})
}

// TestSocketSuite stands for the 32 tests of the published suite of Socket.IO, revision 5; half of them are Engine.IO's.
func TestSocketSuite(t *testing.T) {
	t.Parallel()
	run(t, "socket",
		group{options, [][]conformanceCase{handshake, silence, silentConnecting}},
		group{unhurried, [][]conformanceCase{heartbeat, disconnecting}},
		group{quiet, [][]conformanceCase{closing, upgrade, connecting, events}})
}
