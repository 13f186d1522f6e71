package httpx_test

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"

	"orderup/internal/httpx"
)

// TestAConnectionOpenedInAdvanceDoesNotHoldUpTheEnd: browsers connect before
// they know what to ask, and http.Server.Shutdown gave each of them 5 s.
func TestAConnectionOpenedInAdvanceDoesNotHoldUpTheEnd(t *testing.T) {
	t.Parallel()
	var newcomers httpx.Newcomers
	seen := make(chan struct{})
	server := &http.Server{ConnState: func(c net.Conn, s http.ConnState) {
		newcomers.Watch(c, s)
		if s == http.StateNew {
			close(seen)
		}
	}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	browser, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer browser.Close()
	<-seen
	newcomers.SendAway()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		t.Errorf("Shutdown: %v", err)
	}
	if err := <-served; err != http.ErrServerClosed {
		t.Errorf("Serve: %v", err)
	}
}
