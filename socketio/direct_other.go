//go:build !unix

package socketio

import (
	"net"
	"syscall"
)

// directWriter is for systems whose sockets can be written to without waiting; see its twin. Here each connection is
// written to by a goroutine that lives as long as there is something in its queue.
type directWriter struct {
	frames [maxBatchFrames]*frame
}

func rawTCP(net.Conn) syscall.RawConn { return nil }

func (w *directWriter) write(syscall.RawConn, []*frame) (int, error) {
	panic("socketio: no connection has a RawConn here")
}
