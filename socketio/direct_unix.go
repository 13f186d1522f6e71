//go:build unix

package socketio

import (
	"net"
	"syscall"
)

// directWriter hands batches to the kernel without waiting and without the runtime's deadlines, which cost more than
// anything else here: a timer set and cleared per write. It goes through syscall.RawConn, so that a connection closed
// meanwhile is an error and not another file.
type directWriter struct {
	frames [maxBatchFrames]*frame // the batch being written
	joined []byte                 // several frames in one piece: cheaper to copy than to describe to writev(2)
	bytes  []byte
	wrote  int
	err    error
	call   func(fd uintptr) bool // w.write, made once
}

// rawTCP returns what a directWriter needs of a connection; nil if it is not plain TCP.
func rawTCP(nc net.Conn) syscall.RawConn {
	tcp, ok := nc.(*net.TCPConn)
	if !ok {
		return nil
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return nil // closed: so says the next write
	}
	return raw
}

// write returns how many bytes of the frames the kernel has taken; fewer than all are no error.
func (w *directWriter) write(raw syscall.RawConn, frames []*frame) (n int, err error) {
	w.bytes = w.join(frames)
	if w.call == nil {
		w.call = w.attempt
	}
	if err := raw.Write(w.call); err != nil {
		return 0, err
	}
	return w.wrote, w.err
}

// attempt always says that it is done: what the kernel does not take must not make a flusher wait.
func (w *directWriter) attempt(fd uintptr) bool {
	w.wrote, w.err = syscall.Write(int(fd), w.bytes)
	if w.err != nil {
		w.wrote = 0
	}
	if w.err == syscall.EAGAIN || w.err == syscall.EINTR {
		w.err = nil
	}
	return true
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
