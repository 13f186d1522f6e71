package socketio

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// pollState is the part of a session that only matters on long-polling. It is guarded by session.mu.
type pollState struct {
	waiting   chan answer // of the poll under way
	posting   bool        // a POST is being read
	upgrading bool        // a WebSocket is being probed
	probe     *conn       // that WebSocket
	linger    *time.Timer // the session has ended, and the next poll takes its last packets
}

// answer is what a poll gets: frames, or a refusal if there are none.
type answer struct {
	frames []*frame
	last   bool // the session is over with it
}

// serveGet answers a poll as soon as there is something in the queue.
func (s *session) serveGet(w http.ResponseWriter, r *http.Request) {
	poll := s.beginPoll()
	if poll == nil {
		badRequest(w, errCodeBadRequest)
		return
	}
	setDeadlines(w, time.Time{}, time.Time{}) // a poll may outlast the HTTP server's timeouts
	var a answer
	select {
	case a = <-poll:
	case <-r.Context().Done():
		s.abandonPoll(poll)
		return
	}
	if a.frames == nil {
		badRequest(w, errCodeBadRequest)
		return
	}
	s.writeAnswer(w, a)
}

// beginPoll returns the channel that the answer will come by; nil if this poll gets none.
func (s *session) beginPoll() chan answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.overdue() {
		s.endLocked(pingTimeout)
	}
	if s.polling.waiting != nil { // two polls at once: the session is broken, or stolen
		s.endLocked(transportError)
		return nil
	}
	if s.conn != nil || s.ended && s.polling.linger == nil {
		return nil
	}
	poll := make(chan answer, 1)
	s.polling.waiting = poll
	s.answerPoll()
	if s.polling.upgrading {
		time.AfterFunc(probePollDelay, s.endPollForUpgrade)
	}
	return poll
}

// answerPoll gives the whole queue to the poll under way.
func (s *session) answerPoll() {
	if s.polling.waiting == nil || len(s.queue) == 0 {
		return
	}
	s.polling.waiting <- answer{frames: s.queue, last: s.ended}
	s.polling.waiting, s.queue = nil, nil
	if s.polling.linger != nil {
		s.polling.linger.Stop()
		s.polling.linger = nil
	}
}

// endPollForUpgrade ends the open poll: the client waits for that before it moves on. This happens a little after the
// probe and not at once, so that a client whose "5" is under way already is not mistaken for one that goes on polling.
func (s *session) endPollForUpgrade() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.polling.upgrading && !s.ended && s.polling.waiting != nil {
		s.enqueue(noopPacket)
	}
}

// refusePoll ends the open poll of a session that is no longer on long-polling.
func (s *session) refusePoll() {
	if s.polling.waiting != nil {
		s.polling.waiting <- answer{}
		s.polling.waiting = nil
	}
}

// abandonPoll ends the session because the client gave up its poll, and maybe what was in it; unless the session has
// moved on to a WebSocket.
func (s *session) abandonPoll(poll chan answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil {
		return
	}
	if s.polling.waiting == poll {
		s.polling.waiting = nil
	}
	s.endLocked(clientGone)
	go s.transportDone() // also if the poll was to take the last packets of a session that has ended
}

func (s *session) writeAnswer(w http.ResponseWriter, a answer) {
	body := encodePayload(a.frames)
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=UTF-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	setDeadlines(w, time.Time{}, time.Now().Add(s.server.options.WriteTimeout))
	_, err := w.Write(body)
	if err == nil {
		err = http.NewResponseController(w).Flush()
	}
	setDeadlines(w, time.Time{}, time.Time{}) // the connection may serve other requests
	s.written(a.frames)
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		s.end(failedWrite(err))
		s.transportDone()
	}
	if a.last {
		s.transportDone()
	}
}

// servePost takes packets from the client.
func (s *session) servePost(w http.ResponseWriter, r *http.Request) {
	if !s.beginPost() {
		badRequest(w, errCodeBadRequest)
		return
	}
	defer s.endPost()
	body, status := s.readBody(w, r)
	if status != http.StatusOK {
		s.end(transportError)
		s.lingerOver() // the refusal tells the client, no later poll needs to
		refuse(w, status, errCodeBadRequest)
		return
	}
	if err := s.receivePayload(body); err != nil {
		s.violated(err)
		s.lingerOver()
		badRequest(w, errCodeBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=UTF-8")
	io.WriteString(w, "ok")
}

func (s *session) receivePayload(body []byte) error {
	messages, err := decodePayload(body)
	if err != nil {
		return err
	}
	for _, m := range messages {
		if s.isEnded() {
			return nil
		}
		if err := s.receive(m); err != nil {
			return err
		}
	}
	return nil
}

// beginPost returns false if the session cannot take a request; a second at the same time ends it.
func (s *session) beginPost() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.polling.posting {
		s.endLocked(transportError)
	}
	if s.ended || s.conn != nil {
		return false
	}
	s.polling.posting = true
	return true
}

func (s *session) endPost() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.polling.posting = false
}

func (s *session) readBody(w http.ResponseWriter, r *http.Request) (body []byte, status int) {
	limit := int64(s.server.options.MaxPayload)
	switch {
	case r.Header.Get("Content-Type") == "application/octet-stream": // binary packets come as base64 since revision 4
		return nil, http.StatusBadRequest
	case r.Header.Get("Content-Encoding") != "":
		return nil, http.StatusUnsupportedMediaType
	case r.ContentLength > limit:
		return nil, http.StatusRequestEntityTooLarge
	}
	setDeadlines(w, time.Now().Add(s.server.options.WriteTimeout), time.Time{})
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, http.StatusRequestEntityTooLarge
	}
	if err != nil {
		w.Header().Set("Connection", "close") // what may still come must not be waited for, nor taken for a request
		return nil, http.StatusBadRequest
	}
	setDeadlines(w, time.Time{}, time.Time{}) // handlers may take their time
	return body, http.StatusOK
}

// endPolling leaves the last packet to the poll under way, or to one that comes soon.
func (s *session) endPolling(e ending) {
	last := e.last
	if last == nil {
		last = closePacket
	}
	answered := s.polling.waiting != nil
	s.enqueue(last)
	switch {
	case answered: // its handler calls transportDone
	case e.gone:
		go s.transportDone()
	default:
		s.polling.linger = time.AfterFunc(lastPollGrace, s.lingerOver)
	}
}

// lingerOver gives up the last packets of a session that has ended: no poll came for them, or none is to.
func (s *session) lingerOver() {
	s.mu.Lock()
	waiting := s.polling.linger != nil
	if waiting {
		s.polling.linger.Stop()
		s.polling.linger = nil
	}
	s.mu.Unlock()
	if waiting {
		s.transportDone()
	}
}

// setDeadlines takes the place of the timeouts of the HTTP server, as well as w can.
func setDeadlines(w http.ResponseWriter, read, write time.Time) {
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(read)
	_ = c.SetWriteDeadline(write)
}
