package socketio

import (
	"errors"
	"os"
	"slices"
	"time"
)

// This file empties the queue of a session into its WebSocket: a flusher does as long as the kernel takes what it is
// given, else a goroutine of the session's own. session.writing tells that one of them is at it, or soon will be.

// batch is what goes to the kernel in one call.
type batch struct {
	frames []*frame
	skip   int  // bytes of it that are written already
	last   bool // the close frame is in it
}

// startWriting sees to it that somebody empties the queue. session.mu must be held.
func (s *session) startWriting() {
	s.writing = true
	if s.conn.direct.usable {
		s.flusher.add(s)
		return
	}
	go s.writeQueue(batch{}) // what is not plain TCP can only be written to by waiting
}

// flush writes one batch without waiting: then it is another session's turn. What the kernel does not take is left to a
// goroutine: the client is slow.
func (s *session) flush(w *directWriter) {
	b := s.nextBatch(w.frames[:0])
	n, err := w.write(&s.conn.direct, b.frames)
	switch {
	case err != nil:
		s.writeFailed(b, err)
	case n < totalBytes(b.frames):
		b.frames, b.skip = slices.Clone(b.frames), n
		go s.writeQueue(b)
	default:
		s.wrote(b)
	}
}

// writeQueue writes a batch, the next one if it is empty, and waits for the client as long as Options.WriteTimeout allows.
func (s *session) writeQueue(b batch) {
	if len(b.frames) == 0 {
		b = s.nextBatch(nil)
	}
	if err := s.conn.writeBatch(b); err != nil {
		s.writeFailed(b, err)
		return
	}
	s.wrote(b)
}

// nextBatch takes from the queue, into memory of the caller's, what goes out in one call.
func (s *session) nextBatch(frames []*frame) batch {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, size := 0, 0
	for n < len(s.queue) && n < maxBatchFrames && (n == 0 || size+len(s.queue[n].wire) <= maxBatchBytes) {
		size += len(s.queue[n].wire)
		n++
	}
	frames = append(frames, s.queue[:n]...)
	if s.queue = slices.Delete(s.queue, 0, n); len(s.queue) == 0 {
		s.queue = nil
		clear(s.first[:])
	}
	return batch{frames: frames, last: s.ended && s.queue == nil}
}

// wrote accounts for a batch, and has the next one written.
func (s *session) wrote(b batch) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle(b.frames)
	switch {
	case b.last:
		s.closeWritten()
	case len(s.queue) > 0:
		s.startWriting()
	default:
		s.writing = false
	}
}

// closeWritten gives the client a moment to answer the close frame. The server closes the connection first, as RFC 6455
// section 7.1.1 wants it, but not before that: unread data would make the kernel drop what the client has yet to get.
func (s *session) closeWritten() {
	s.closeSent = true
	if s.peerClosed {
		go s.conn.Close() // may take a moment with TLS
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
