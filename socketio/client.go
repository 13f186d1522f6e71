package socketio

import (
	"cmp"
	"encoding/json"
	"slices"
	"sync"
	"time"
)

// client is the Socket.IO side of a connection: its sockets and the packets that wait for their handlers.
//
// Packets arrive on the goroutine that reads the connection, which answers acknowledgements at once and puts everything
// else into the inbox. A goroutine that lives as long as the inbox has something in it works it off. So a handler may
// wait for an answer of its own client, and the handlers of one connection are never at work at the same time.
type client struct {
	session *session

	mu           sync.Mutex
	sockets      []*Socket   // one per namespace joined
	partial      *packet     // waits for its attachments
	partialBytes int         // that came for it
	idle         *time.Timer // runs while there is no socket
	inbox        []func()
	working      bool
	ended        bool
	space        sync.Cond // signals that the inbox has room again, or that the end has come
}

func newClient(ses *session) *client {
	c := &client{session: ses}
	c.space.L = &c.mu
	if ses.server.options.Engine == nil {
		c.idle = time.AfterFunc(ses.server.options.ConnectTimeout, c.onIdle)
	}
	return c
}

var (
	errUnexpectedBinary = violation(closeInvalidData, "unexpected binary message")
	errUnexpectedText   = violation(closeInvalidData, "attachment expected")
	errTooLarge         = violation(closeTooBig, "message too large")
	errNoNamespace      = violation(closePolicy, "packet for a namespace that was not joined")
	errConnectTwice     = violation(closePolicy, "namespace joined twice")
)

// receiveText takes a Socket.IO packet.
func (c *client) receiveText(b []byte) error {
	if c.bypass(Message{Data: b}) {
		return nil
	}
	p, err := parsePacket(b)
	if err != nil {
		return err
	}
	complete, err := c.begin(p, len(b))
	if !complete || err != nil {
		return err
	}
	return c.route(p)
}

// begin keeps a packet of that many bytes if attachments belong to it.
func (c *client) begin(p *packet, size int) (complete bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.partial != nil {
		return false, errUnexpectedText
	}
	if p.attachments == 0 {
		return true, nil
	}
	c.partial, c.partialBytes = p, size
	return false, nil
}

// receiveBinary takes an attachment of the packet before it.
func (c *client) receiveBinary(b []byte) error {
	if c.bypass(Message{Data: b, Binary: true}) {
		return nil
	}
	p, err := c.attach(b)
	if p == nil || err != nil {
		return err
	}
	return c.route(p)
}

// attach returns the packet when b completes it.
func (c *client) attach(b []byte) (*packet, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.partial
	if p == nil {
		return nil, errUnexpectedBinary
	}
	if c.partialBytes += len(b); c.partialBytes > c.session.server.options.MaxPayload {
		return nil, errTooLarge
	}
	p.binary = append(p.binary, b)
	if len(p.binary) < p.attachments {
		return nil, nil
	}
	c.partial = nil
	return p, nil
}

func (c *client) route(p *packet) error {
	if p.kind != packetAck {
		c.push(func() { c.handle(p) })
		return nil
	}
	s := c.socket(p.namespace)
	if s == nil {
		return errNoNamespace
	}
	s.resolveAck(p.ackID, p.values)
	return nil
}

// push puts work into the inbox, and waits while it is full: a client that sends faster than its handlers work is held
// back by its own connection.
func (c *client) push(work func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.inbox) >= maxInbox && !c.ended {
		c.space.Wait()
	}
	if !c.ended {
		c.doLocked(work)
	}
}

// do puts work into the inbox however full it is.
func (c *client) do(work func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.doLocked(work)
}

func (c *client) doLocked(work func()) {
	c.inbox = append(c.inbox, work)
	if !c.working {
		c.working = true
		go c.workOff()
	}
}

func (c *client) workOff() {
	for work := c.next(); work != nil; work = c.next() {
		work()
	}
}

func (c *client) next() func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.inbox) == 0 {
		c.inbox, c.working = nil, false
		return nil
	}
	work := c.inbox[0]
	c.inbox[0] = nil
	c.inbox = c.inbox[1:]
	c.space.Signal()
	return work
}

// handle does what a packet asks for. It and the functions below it are called by workOff only.
func (c *client) handle(p *packet) {
	s := c.socket(p.namespace)
	switch {
	case p.kind == packetConnect && s == nil:
		c.connect(p)
	case p.kind == packetConnect:
		c.session.violated(errConnectTwice)
	case s == nil:
		c.session.violated(errNoNamespace)
	case p.kind == packetDisconnect:
		c.drop(s, "client namespace disconnect")
	case !s.isBarred():
		s.namespace.dispatch(s, &Event{Name: p.event, Args: p.values, Binary: p.binary, socket: s, ackID: p.ackID})
	}
}

func (c *client) connect(p *packet) {
	n := c.session.server.namespace(p.namespace)
	if n == nil {
		c.refuse(p.namespace, &ConnectError{Message: "Invalid namespace"}) // the words of the official server
		return
	}
	auth := cmp.Or(string(p.payload), "{}")
	s := &Socket{id: newID(), auth: json.RawMessage(auth), namespace: n, client: c, session: c.session}
	if !c.addSocket(s) {
		return
	}
	n.add(s)
	if err := n.authorise(s); err != nil {
		c.remove(s)
		c.refuse(n.name, err)
		return
	}
	s.welcome()
}

func (c *client) refuse(namespace string, refusal error) {
	f, err := connectErrorFrame(namespace, refusal)
	if err != nil {
		c.session.server.options.Log.Error("cannot encode the data of a refusal", "namespace", namespace, "error", err)
		f, _ = connectErrorFrame(namespace, &ConnectError{Message: refusal.Error()})
	}
	c.session.send([]*frame{f})
}

// drop ends a socket, if that was not done before.
func (c *client) drop(s *Socket, reason string) {
	if c.remove(s) {
		s.namespace.disconnected(s, reason)
	}
}

func (c *client) remove(s *Socket) bool {
	if !c.removeSocket(s) {
		return false
	}
	s.namespace.remove(s)
	s.finish()
	return true
}

// end is called once, when the session has ended, from a goroutine without locks. Handlers that wait for an answer of
// the client are released; what came before the end is still handled; then the sockets are dropped.
func (c *client) end(reason string) {
	for _, s := range c.close() {
		s.finish()
	}
	c.do(func() {
		for _, s := range c.all() {
			c.drop(s, reason)
		}
		c.session.release()
	})
}

func (c *client) close() []*Socket {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended, c.partial = true, nil
	c.stopIdle()
	c.space.Broadcast()
	return slices.Clone(c.sockets)
}

func (c *client) all() []*Socket {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.sockets)
}

// socket returns the client's socket in the namespace, or nil.
func (c *client) socket(namespace string) *Socket {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.sockets {
		if s.namespace.name == namespace {
			return s
		}
	}
	return nil
}

// addSocket returns false when the connection has ended: it is too late for new sockets.
func (c *client) addSocket(s *Socket) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return false
	}
	c.sockets = append(c.sockets, s)
	c.stopIdle()
	return true
}

func (c *client) removeSocket(s *Socket) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.Index(c.sockets, s)
	if i < 0 {
		return false
	}
	c.sockets = slices.Delete(c.sockets, i, i+1)
	if len(c.sockets) == 0 && !c.ended {
		c.idle = time.AfterFunc(c.session.server.options.ConnectTimeout, c.onIdle)
	}
	return true
}

func (c *client) stopIdle() {
	if c.idle != nil {
		c.idle.Stop()
		c.idle = nil
	}
}

// onIdle ends a connection that is in no namespace.
func (c *client) onIdle() {
	if len(c.all()) == 0 {
		c.session.end(ending{code: closePolicy, reason: "connect timeout"})
	}
}
