//go:build linux

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"syscall"
)

// client is one WebSocket, in the bytes that frames need to be counted in a stream: RFC 6455 section 5.2.
type client struct {
	fd   int
	head []byte // of a frame whose header or first byte has not arrived
	skip int    // bytes of the frame being read
}

var errFrame = errors.New("the server sent a frame that is neither an update nor a heartbeat")

// take counts the updates in what has arrived, and answers heartbeats.
func (c *client) take(b []byte) (updates int, err error) {
	if c.head != nil {
		b = append(c.head, b...)
		c.head = nil
	}
	for len(b) > 0 {
		if c.skip > 0 {
			n := min(c.skip, len(b))
			b, c.skip = b[n:], c.skip-n
			continue
		}
		header, length := frameHeader(b)
		if header == 0 {
			c.head = bytes.Clone(b)
			return updates, nil
		}
		switch kind := b[header]; {
		case b[0] == 0x81 && kind == '4':
			updates++
		case b[0] == 0x81 && kind == '2' && length == 1:
			err = c.pong()
		default:
			err = errFrame
		}
		if err != nil {
			return updates, err
		}
		b, c.skip = b[header:], length
	}
	return updates, nil
}

// frameHeader returns the sizes of a frame's header and payload, 0 if the header and a byte are not there yet.
func frameHeader(b []byte) (header, length int) {
	switch {
	case len(b) > 4 && b[1] == 126:
		return 4, int(binary.BigEndian.Uint16(b[2:]))
	case len(b) > 2 && b[1] < 126:
		return 2, int(b[1])
	}
	return 0, 0
}

func (c *client) pong() error {
	_, err := syscall.Write(c.fd, text("3"))
	return err
}

// text is a frame of less than 126 bytes. The mask of section 5.3 is zero: it protects proxies, and there is none here.
func text(packet string) []byte {
	return append([]byte{0x81, 0x80 | byte(len(packet)), 0, 0, 0, 0}, packet...)
}

func dial(to netip.AddrPort) (fd int, err error) {
	if fd, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0); err != nil {
		return 0, err
	}
	return fd, syscall.Connect(fd, &syscall.SockaddrInet4{Port: int(to.Port()), Addr: to.Addr().As4()})
}

// wave is how many clients connect at the same time: after a restart they do not come one by one.
const wave = 64

// connect returns the blocking sockets of clients first to last-1, when the server has put them into their rooms.
func connect(to netip.AddrPort, first, last int) ([]int, error) {
	fds := make([]int, last-first)
	seen := make([][]byte, len(fds))
	for i := range fds {
		fd, err := dial(to)
		if err == nil {
			_, err = syscall.Write(fd, handshake(to, first+i))
		}
		if err != nil {
			return nil, err
		}
		fds[i] = fd
	}
	for _, step := range []struct {
		hear string
		say  []byte
	}{{"0{", text("40")}, {"40{", nil}} {
		for i, fd := range fds {
			var err error
			if seen[i], err = readUntil(fd, seen[i], step.hear); err == nil {
				_, err = syscall.Write(fd, step.say)
			}
			if err != nil {
				return nil, err
			}
		}
	}
	return fds, nil
}

// handshake is RFC 6455 section 4.1 with the key of the example in section 1.3: nothing is asked of it here.
func handshake(to netip.AddrPort, client int) []byte {
	return fmt.Appendf(nil, "GET /socket.io/?EIO=4&transport=websocket&i=%d HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", client, to)
}

func readUntil(fd int, seen []byte, what string) ([]byte, error) {
	for !bytes.Contains(seen, []byte(what)) {
		var b [1024]byte
		n, err := syscall.Read(fd, b[:])
		if err != nil || n == 0 {
			return nil, fmt.Errorf("after %q the server ended: %v", seen, err)
		}
		seen = append(seen, b[:n]...)
	}
	return seen, nil
}
