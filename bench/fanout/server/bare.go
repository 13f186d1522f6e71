//go:build linux

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"sync"
	"syscall"
)

// bare knows the sockets of each room and no more.
type bare struct {
	mu    sync.Mutex
	rooms map[string][]int
	kept  []net.Conn // so that none is closed by the garbage collector
}

func serveBare(listener net.Listener) error {
	b := &bare{rooms: map[string][]int{}}
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go b.serve(conn)
	}
}

// serve answers a WebSocket handshake and is done, or serves POST /emit for as long as the connection lives.
func (b *bare) serve(conn net.Conn) {
	in := bufio.NewReaderSize(conn, 512)
	for {
		r, err := http.ReadRequest(in)
		if err != nil {
			conn.Close()
			return
		}
		if r.Method == http.MethodGet {
			b.join(conn, number(r, "i"))
			return
		}
		emit(r, b.send)
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	}
}

// join says what a Socket.IO server says until a client is connected. Sec-WebSocket-Accept is not looked at.
func (b *bare) join(conn net.Conn, client int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err == nil {
		err = raw.Control(func(fd uintptr) {
			for _, size := range sizes {
				name := room(size, client/size)
				b.rooms[name] = append(b.rooms[name], int(fd))
			}
		})
	}
	if err != nil {
		log.Fatal(err)
	}
	b.kept = append(b.kept, conn)
	fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x030{}\x81\x0440{}")
}

// send writes the frame that a Socket.IO server would send to each socket of the room.
func (b *bare) send(size, n int) {
	body, _ := json.Marshal(update(n)) // cannot fail for strings
	packet := fmt.Appendf(nil, `42["order_status_updated",%s]`, body)
	frame := append([]byte{0x81, 126, byte(len(packet) >> 8), byte(len(packet))}, packet...)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, fd := range b.rooms[room(size, n)] {
		if wrote, err := syscall.Write(fd, frame); wrote != len(frame) {
			log.Fatalf("wrote %d of %d bytes: %v", wrote, len(frame), err)
		}
	}
}
