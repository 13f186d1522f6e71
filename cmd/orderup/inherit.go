package main

import (
	"fmt"
	"net"
	"os"
	"strconv"

	"orderup/internal/door"
)

// firstInherited is the number of the first file that a process is handed by the
// protocol of systemd's socket activation (sd_listen_fds(3)).
const firstInherited = 3

// inherited returns the listener that the process was started with, nil if there
// is none. Who holds it while one server ends and the next one starts loses no
// connection: they wait in the kernel.
func inherited() (net.Listener, error) {
	if os.Getenv("LISTEN_PID") != strconv.Itoa(os.Getpid()) {
		return nil, nil
	}
	if n := os.Getenv("LISTEN_FDS"); n != "1" {
		return nil, fmt.Errorf("started with %s listening sockets: hand over exactly one (one ListenStream in the socket unit)", n)
	}
	file := os.NewFile(firstInherited, "inherited listener")
	defer file.Close() // FileListener makes a copy
	l, err := net.FileListener(file)
	if err != nil {
		return nil, fmt.Errorf("use the listening socket that the server was started with: %w", err)
	}
	if !door.IsLoopback(l.Addr().String()) {
		return nil, fmt.Errorf("the listening socket that the server was started with, %s, would let other computers in, and there is "+
			"no sign-in yet to tell staff from strangers: let it listen on 127.0.0.1", l.Addr())
	}
	return l, nil
}
