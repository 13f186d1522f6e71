//go:build !unix

package socketio

import (
	"errors"
	"net"
)

// directWriter and directFD are for systems whose sockets can be written to without waiting; see their twins. Here each
// connection is written to by a goroutine that lives as long as there is something in its queue.
type directWriter struct {
	frames [maxBatchFrames]*frame
}

type directFD struct {
	usable bool // always false
}

func (*directFD) open(net.Conn) {}
func (*directFD) close()        {}

func (*directWriter) write(*directFD, []*frame) (int, error) { return 0, errors.ErrUnsupported }

func waitReadable(net.Conn) error { return nil }
