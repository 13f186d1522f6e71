package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience bounds every wait.
const patience = 20 * time.Second

// open serves a suite until the test ends, and returns where.
func open(t *testing.T, suite string) site {
	t.Helper()
	out, in := io.Pipe()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, suite, "127.0.0.1:0", in); in.Close() }()
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
		{"socket", l.Addr().String(), "address already in use"},
	} {
		if err := serve(t.Context(), c.suite, c.listen, io.Discard); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s at %s: %v", c.suite, c.listen, err)
		}
	}
}

// A case stands for one of the suite's.
type conformanceCase struct {
	name string
	run  func(site)
}

// run makes a subtest of each case, all against one server.
func run(t *testing.T, suite string, groups ...[]conformanceCase) {
	s := open(t, suite)
	t.Run(suite, func(t *testing.T) { // ends before the server does
		for _, group := range groups {
			for _, c := range group {
				t.Run(c.name, func(t *testing.T) {
					t.Parallel()
					c.run(site{t, s.host, s.path, s.suite, s.http})
				})
			}
		}
	})
}

// TestEngineSuite stands for the 25 tests of the published suite of Engine.IO, revision 4.
func TestEngineSuite(t *testing.T) {
	t.Parallel()
	run(t, "engine", handshake, heartbeat, closing, upgrade, pollingMessages, webSocketMessages)
}

// TestSocketSuite stands for the 32 tests of the published suite of Socket.IO, revision 5; half of them are Engine.IO's.
func TestSocketSuite(t *testing.T) {
	t.Parallel()
	run(t, "socket", handshake, heartbeat, closing, upgrade, connecting, disconnecting, events)
}
