//go:build unix

package socketio

import (
	"net"
	"sync"
	"syscall"
)

// directWriter hands batches to the kernel without waiting: no deadline is set and cleared, and the poller is not asked.
// syscall.RawConn would do, but costs half a microsecond more per delivery: docs/decisions/0007.
type directWriter struct {
	frames [maxBatchFrames]*frame // the batch being written
	joined []byte                 // several frames in one piece: for write(2): writev(2) would need unsafe code
}

// directFD is the file of a connection for a directWriter. The number of a closed file may soon be that of another one: so
// it is given up under the lock that it is used under, before the file is closed.
type directFD struct {
	usable bool       // never changes: for plain TCP, but not for TLS, whose records are its own affair
	mu     sync.Mutex // held for a call that does not wait; no lock is taken under it
	fd     int        // -1 when closed
}

// open takes the file of a connection, which must then be closed by directFD.close first.
func (d *directFD) open(nc net.Conn) {
	tcp, ok := nc.(*net.TCPConn)
	if !ok {
		return
	}
	if raw, err := tcp.SyscallConn(); err == nil {
		d.usable = raw.Control(func(fd uintptr) { d.fd = int(fd) }) == nil
	}
}

func (d *directFD) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fd = -1
}

// write returns how many bytes of the frames the kernel has taken; fewer than all are no error.
func (w *directWriter) write(d *directFD, frames []*frame) (n int, err error) {
	b := w.join(frames)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fd < 0 {
		return 0, net.ErrClosed
	}
	n, err = syscall.Write(d.fd, b)
	if err == syscall.EAGAIN || err == syscall.EINTR {
		return 0, nil
	}
	return n, err
}

func (w *directWriter) join(frames []*frame) []byte {
	if len(frames) == 1 {
		return frames[0].wire
	}
	w.joined = w.joined[:0]
	for _, f := range frames {
		w.joined = append(w.joined, f.wire...)
	}
	return w.joined
}

// waitReadable waits until there is something to read from a connection, or an error to get. It takes two more calls per
// message than reading does, and spares a connection at rest its buffer. Others than plain TCP are read with one.
func waitReadable(nc net.Conn) error {
	tcp, ok := nc.(*net.TCPConn)
	if !ok {
		return nil
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return err
	}
	return raw.Read(readable)
}

// readable tells whether a read would not have to wait.
func readable(fd uintptr) bool {
	for {
		var b [1]byte
		_, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK)
		if err != syscall.EINTR {
			return err != syscall.EAGAIN
		}
	}
}
