package socketio

import (
	"errors"
	"os"
	"slices"
	"time"
)

// This file empties the queue of a session into its WebSocket: a flusher does as long as the kernel takes what it is
// given, a goroutine of the session's own when it does not. session.writing tells that one of them is at it.

// batch is what goes to the kernel in one call.
type batch struct {
	frames []*frame
	skip   int  // bytes of it that are written already
	last   bool // the close frame is in it
}

// startWriting sees to it that somebody empties the queue. session.mu must be held.
func (s *session) startWriting() {
	s.writing = true
	if s.conn.raw != nil {
		s.flusher.add(s)
		return
	}
	go s.writeQueue(batch{}) // what is not plain TCP can only be written to by waiting
}

// flush empties the queue without waiting. What the kernel does not take is left to a goroutine: the client is slow.
func (s *session) flush(w *directWriter) {
	b, more := s.advance(batch{frames: w.frames[:0]})
	for more {
		n, err := w.write(s.conn.raw, b.frames)
		switch {
		case err != nil:
			s.writeFailed(b, err)
			return
		case n < totalBytes(b.frames):
			go s.writeQueue(batch{slices.Clone(b.frames), n, b.last})
			return
		}
		b, more = s.advance(b)
	}
}

// writeQueue writes a batch and then empties the queue. It waits for the client as long as Options.WriteTimeout allows.
func (s *session) writeQueue(b batch) {
	for more := true; more; b, more = s.advance(b) {
		if err := s.conn.writeBatch(b); err != nil {
			s.writeFailed(b, err)
			return
		}
	}
}

// advance accounts for a batch that was written and takes the next one from the queue, into the same memory. It returns
// false when there is nothing more to write.
func (s *session) advance(b batch) (next batch, more bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle(b.frames)
	if b.last {
		s.closeWritten()
		return batch{}, false
	}
	n, size := 0, 0
	for n < len(s.queue) && n < maxBatchFrames && (n == 0 || size+len(s.queue[n].wire) <= maxBatchBytes) {
		size += len(s.queue[n].wire)
		n++
	}
	next.frames = append(b.frames[:0], s.queue[:n]...)
	if s.queue = slices.Delete(s.queue, 0, n); len(s.queue) == 0 {
		s.queue = nil
	}
	s.writing = n > 0
	next.last = s.ended && len(s.queue) == 0
	return next, n > 0
}

// closeWritten gives the client a moment to answer the close frame. The server closes the connection first, as RFC 6455
// section 7.1.1 wants it, but not before that: unread data would make the kernel drop what the client has yet to get.
func (s *session) closeWritten() {
	s.closeSent = true
	if s.peerClosed {
		s.conn.Close()
		return
	}
	s.conn.SetReadDeadline(time.Now().Add(closeGrace))
}

func (s *session) writeFailed(b batch, err error) {
	s.written(b.frames)
	s.end(failedWrite(err))
	s.conn.Close() // ends the reader too
}

func failedWrite(err error) ending {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return slowConsumer
	}
	return transportError
}
