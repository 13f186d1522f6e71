// Conformance serves what the published test suites of the Engine.IO and Socket.IO protocols expect to find, so that
// anybody can run them against package socketio:
//
//	go run ./socketio/conformance -suite engine    # then run docs/engine.io-protocol/v4-test-suite of socketio/socket.io
//	go run ./socketio/conformance -suite socket    # then run docs/socket.io-protocol/v5-test-suite of socketio/socket.io
//
// The suites look for it on localhost:3000, which -listen changes. Heartbeats come every 300 ms and must be answered
// within 200 ms; a message may have 1,000,000 bytes. Pages of every origin are let in: it is no example for a server
// that has something to protect.
//
// Its own tests do the same case by case, in Go.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"orderup/socketio"
)

func main() {
	suite := flag.String("suite", "socket", "the suite to serve: engine or socket")
	listen := flag.String("listen", "localhost:3000", "the address to serve at")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := serve(ctx, *suite, options(), *listen, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
}

// serve serves a suite until ctx ends. It writes one line to out, with the address, once it listens.
func serve(ctx context.Context, suite string, o socketio.Options, listen string, out io.Writer) error {
	srv, path, err := newServer(suite, o)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("serve the suite %s: %w", suite, err)
	}
	mux := http.NewServeMux()
	mux.Handle(path, srv)
	hs := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- hs.Serve(l) }()
	fmt.Fprintf(out, "serving the suite %s at http://%s%s\n", suite, l.Addr(), path)
	select {
	case err := <-ended:
		return fmt.Errorf("serve the suite %s: %w", suite, err)
	case <-ctx.Done():
	}
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return errors.Join(srv.Shutdown(closing), hs.Shutdown(closing))
}
