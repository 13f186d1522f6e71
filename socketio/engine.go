package socketio

// Message is a message of Engine.IO: what Socket.IO puts its packets into, one or several messages for each.
type Message struct {
	Data   []byte
	Binary bool // false: Data is UTF-8
}

// bypass hands a message to Options.Engine, if there is one, instead of Socket.IO.
func (c *client) bypass(m Message) bool {
	f := c.session.server.options.Engine
	if f == nil {
		return false
	}
	f(m, c.reply)
	return true
}

func (c *client) reply(m Message) {
	f := newFrame(opBinary, m.Data)
	if !m.Binary {
		f = newFrame(opText, append([]byte{packetMessage}, m.Data...))
	}
	c.session.send([]*frame{f})
}
