package client

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Packet types of Engine.IO, protocol revision 4.
const (
	engineOpen    = '0'
	engineClose   = '1'
	enginePing    = '2'
	enginePong    = '3'
	engineMessage = '4'
	engineNoop    = '6'
)

// Packet types of Socket.IO, protocol revision 5. The binary ones are not for
// this client: orderup sends none.
const (
	packetConnect      = '0'
	packetDisconnect   = '1'
	packetEvent        = '2'
	packetAck          = '3'
	packetConnectError = '4'
)

const noAck = -1

// A packet is one of Socket.IO, of the namespace "/".
type packet struct {
	kind byte
	ack  int64           // of an answer: what it answers; noAck if there is none
	name string          // of an event
	data json.RawMessage // the first argument of an event, the first value of an answer, or the payload of the others; may be nil
}

// parsePacket reads <type>[<ack id>][<JSON>].
func parsePacket(b []byte) (p packet, err error) {
	if len(b) == 0 {
		return p, broken("an empty packet")
	}
	p.kind, b = b[0], b[1:]
	digits := len(b) - len(bytes.TrimLeft(b, "0123456789"))
	if p.ack, err = parseAckID(b[:digits]); err != nil {
		return p, err
	}
	b = b[digits:]
	switch p.kind {
	case packetEvent, packetAck:
		return p, p.parseValues(b)
	case packetConnect, packetDisconnect, packetConnectError:
		return p, p.parsePayload(b)
	}
	return p, broken(fmt.Sprintf("a packet of the unexpected type %q", p.kind))
}

func parseAckID(digits []byte) (int64, error) {
	if len(digits) == 0 {
		return noAck, nil
	}
	id, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil {
		return 0, broken("an acknowledgement id is too large")
	}
	return id, nil
}

// parseValues reads the list that an event or an answer carries.
func (p *packet) parseValues(b []byte) error {
	var values []json.RawMessage
	if err := json.Unmarshal(b, &values); err != nil || values == nil {
		return broken("the payload of a packet is not a list")
	}
	if p.kind == packetEvent {
		if len(values) == 0 || json.Unmarshal(values[0], &p.name) != nil || p.name == "" {
			return broken("an event has no name")
		}
		values = values[1:]
	}
	if len(values) > 0 {
		p.data = values[0]
	}
	return nil
}

func (p *packet) parsePayload(b []byte) error {
	if len(b) > 0 && !json.Valid(b) {
		return broken("the payload of a packet is not JSON")
	}
	p.data = b
	return nil
}

// encodeEvent writes the Engine.IO message of an event; without ack when that
// is noAck.
func encodeEvent(ack int64, name string, v any) ([]byte, error) {
	list, err := json.Marshal([]any{name, v})
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", name, err)
	}
	b := []byte{engineMessage, packetEvent}
	if ack != noAck {
		b = strconv.AppendInt(b, ack, 10)
	}
	return append(b, list...), nil
}

// encodeConnect writes the Engine.IO message that enters the namespace.
func encodeConnect(auth any) ([]byte, error) {
	b := []byte{engineMessage, packetConnect}
	if auth == nil {
		return b, nil
	}
	text, err := json.Marshal(auth)
	return append(b, text...), err
}

// parseOpen reads the first Engine.IO packet and returns how long the server
// may be silent.
func parseOpen(b []byte) (silence time.Duration, err error) {
	const most = 10 * 60 * 1000
	var in struct {
		PingInterval int64 `json:"pingInterval"`
		PingTimeout  int64 `json:"pingTimeout"`
	}
	if len(b) == 0 || b[0] != engineOpen || json.Unmarshal(b[1:], &in) != nil {
		return 0, broken("it does not speak Engine.IO 4")
	}
	if in.PingInterval <= 0 || in.PingTimeout <= 0 || in.PingInterval > most || in.PingTimeout > most {
		return 0, broken("its heartbeat is not within reason")
	}
	return time.Duration(in.PingInterval+in.PingTimeout) * time.Millisecond, nil
}
