package socketio

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// Packet types of Socket.IO protocol revision 5, section "Packet encoding".
const (
	packetConnect      = '0'
	packetDisconnect   = '1'
	packetEvent        = '2'
	packetAck          = '3'
	packetConnectError = '4'
	packetBinaryEvent  = '5'
	packetBinaryAck    = '6'
)

const noAck = -1

// reservedEvents have a meaning of their own in the clients, which refuse to decode events of these names.
var reservedEvents = map[string]bool{
	"connect": true, "connect_error": true, "disconnect": true, "disconnecting": true,
	"newListener": true, "removeListener": true,
}

// packet is a Socket.IO packet from a client.
type packet struct {
	kind        byte // binary ones as their plain kind
	namespace   string
	ackID       int64             // noAck if there is none
	payload     json.RawMessage   // CONNECT: an object or nil
	event       string            // EVENT
	values      []json.RawMessage // EVENT: the arguments; ACK
	attachments int               // how many binary messages follow
	binary      [][]byte
}

var (
	errPacket      = violation(closeInvalidData, "malformed packet")
	errNesting     = violation(closeInvalidData, "packet nested too deeply")
	errPlaceholder = violation(closeInvalidData, "placeholder without an attachment")
	errEventName   = violation(closeInvalidData, "invalid event name")
	errAttachments = violation(closeInvalidData, "invalid number of attachments")
	errAckID       = violation(closeInvalidData, "invalid acknowledgement id")
)

// parsePacket reads <type>[<attachments>-][<namespace>,][<ack id>][<JSON>].
func parsePacket(b []byte) (*packet, error) {
	if len(b) == 0 {
		return nil, errPacket
	}
	p := &packet{kind: b[0], namespace: "/", ackID: noAck}
	b, err := p.parseAttachments(b[1:])
	if err != nil {
		return nil, err
	}
	b = p.parseNamespace(b)
	if b, err = p.parseAckID(b); err != nil {
		return nil, err
	}
	if err := checkNesting(b); err != nil {
		return nil, err
	}
	if err := p.parsePayload(b); err != nil {
		return nil, err
	}
	return p, nil
}

// parseAttachments reads the number of attachments of a binary packet and makes the packet one of the plain kind.
func (p *packet) parseAttachments(b []byte) (rest []byte, err error) {
	switch p.kind {
	case packetBinaryEvent:
		p.kind = packetEvent
	case packetBinaryAck:
		p.kind = packetAck
	default:
		return b, nil
	}
	digits, rest, found := bytes.Cut(b, []byte("-"))
	n, err := parseDecimal(digits, maxAttachments)
	if err != nil || !found || n == 0 {
		return nil, errAttachments
	}
	p.attachments = int(n)
	return rest, nil
}

// parseNamespace reads the namespace. Clients of revision 4 could add a query, which is ignored.
func (p *packet) parseNamespace(b []byte) (rest []byte) {
	if len(b) == 0 || b[0] != '/' {
		return b
	}
	name, rest, _ := bytes.Cut(b, []byte(","))
	name, _, _ = bytes.Cut(name, []byte("?"))
	p.namespace = string(name)
	return rest
}

func (p *packet) parseAckID(b []byte) (rest []byte, err error) {
	digits := b[:len(b)-len(bytes.TrimLeft(b, "0123456789"))]
	if len(digits) == 0 {
		return b, nil
	}
	if p.ackID, err = parseDecimal(digits, maxAckID); err != nil {
		return nil, errAckID
	}
	return b[len(digits):], nil
}

func (p *packet) parsePayload(b []byte) error {
	switch p.kind {
	case packetConnect:
		return p.parseConnect(b)
	case packetDisconnect:
		if len(b) > 0 {
			return errPacket
		}
		return nil
	case packetEvent:
		return p.parseEvent(b)
	case packetAck:
		return p.parseAck(b)
	}
	return errPacket // CONNECT_ERROR is the server's to send
}

func (p *packet) parseConnect(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	if b[0] != '{' || !json.Valid(b) {
		return errPacket
	}
	p.payload = bytes.Clone(b)
	return nil
}

func (p *packet) parseEvent(b []byte) error {
	if err := p.parseValues(b); err != nil {
		return err
	}
	if len(p.values) == 0 || p.values[0][0] != '"' || json.Unmarshal(p.values[0], &p.event) != nil || reservedEvents[p.event] {
		return errEventName
	}
	p.values = p.values[1:]
	return nil
}

func (p *packet) parseAck(b []byte) error {
	if p.ackID == noAck {
		return errAckID
	}
	return p.parseValues(b)
}

func (p *packet) parseValues(b []byte) error {
	if len(b) == 0 || b[0] != '[' || json.Unmarshal(b, &p.values) != nil {
		return errPacket
	}
	if p.attachments > 0 {
		return checkPlaceholders(p.values, p.attachments)
	}
	return nil
}

// parseDecimal reads a number of digits only, at most limit.
func parseDecimal(digits []byte, limit uint64) (int64, error) {
	n, err := strconv.ParseUint(string(digits), 10, 63)
	if err != nil || n > limit {
		return 0, errPacket
	}
	return int64(n), nil
}

// checkNesting refuses JSON that is nested deeper than maxNesting, before a decoder follows it down.
func checkNesting(b []byte) error {
	depth, inString := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '[', c == '{':
			if depth++; depth > maxNesting {
				return errNesting
			}
		case c == ']', c == '}':
			depth--
		}
	}
	return nil
}

// checkPlaceholders refuses placeholders that name an attachment that does not come.
func checkPlaceholders(values []json.RawMessage, attachments int) error {
	for _, raw := range values {
		var v any
		if json.Unmarshal(raw, &v) != nil || !placeholdersValid(v, attachments) {
			return errPlaceholder
		}
	}
	return nil
}

func placeholdersValid(v any, attachments int) bool {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			if !placeholdersValid(x, attachments) {
				return false
			}
		}
	case map[string]any:
		if v["_placeholder"] == true {
			n, ok := v["num"].(float64)
			return ok && n >= 0 && n < float64(attachments) && n == float64(int(n))
		}
		for _, x := range v {
			if !placeholdersValid(x, attachments) {
				return false
			}
		}
	}
	return true
}
