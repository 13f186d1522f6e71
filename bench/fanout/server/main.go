//go:build linux

// Command server is what bench/fanout measures: package socketio and nothing else. With -bare it is the yardstick below
// which nobody gets: a process that does nothing but write(2) the same bytes to as many sockets.
//
// Client i says ?i= at its handshake and is put into a room of 10, one of 1,000 and one of 10,000 clients.
// POST /emit?size=&first=&count=&burst= sends burst updates to each of count rooms of that size, from the room first.
package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"strconv"

	"orderup/socketio"
)

var sizes = [...]int{10, 1000, 10_000}

func main() {
	bare := flag.Bool("bare", false, "only write bytes to sockets")
	flag.Parse()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, "server:", err)
		os.Exit(1)
	}
	fmt.Fprintf(os.Stderr, "listening url=http://%s\n", listener.Addr())
	if *bare {
		err = serveBare(listener)
	} else {
		err = http.Serve(listener, handler())
	}
	fmt.Fprintln(os.Stderr, "server:", err)
	os.Exit(1)
}

func handler() http.Handler {
	server := socketio.New(socketio.Options{Keep: func(r *http.Request) any { return number(r, "i") }})
	root := server.Of("/")
	root.OnConnect(func(s *socketio.Socket) error {
		for _, size := range sizes {
			if err := s.Join(room(size, s.Handshake().(int)/size)); err != nil {
				return err
			}
		}
		return nil
	})
	mux := http.NewServeMux()
	mux.Handle("/socket.io/", server)
	mux.Handle("/debug/pprof/", http.DefaultServeMux)
	mux.HandleFunc("POST /emit", func(_ http.ResponseWriter, r *http.Request) {
		emit(r, func(size, n int) { _ = root.To(room(size, n)).Emit("order_status_updated", update(n)) }) // always JSON
	})
	return mux
}

// emit calls send for each update that the request asks for.
func emit(r *http.Request, send func(size, room int)) {
	size, first := number(r, "size"), number(r, "first")
	for range number(r, "burst") {
		for n := range number(r, "count") {
			send(size, first+n)
		}
	}
}

func room(size, n int) string { return strconv.Itoa(size) + "-" + strconv.Itoa(n) }

// number is 0 when the request does not say: the measurement always does.
func number(r *http.Request, name string) int {
	n, _ := strconv.Atoi(r.URL.Query().Get(name))
	return n
}

type payload struct {
	OrderID            string `json:"orderId"`
	Status             string `json:"status"`
	EstimatedReadyTime string `json:"estimatedReadyTime"`
	Message            string `json:"message"`
	Timestamp          string `json:"timestamp"`
}

// update is about as long as the seed's order_status_updated: 240 bytes as a packet.
func update(n int) payload {
	return payload{
		fmt.Sprintf("0197a3c2-%08d", n), "in_progress", "2026-01-01T12:15:00.000Z",
		"Your order is being prepared in the kitchen right now", "2026-01-01T12:00:00.000Z",
	}
}
