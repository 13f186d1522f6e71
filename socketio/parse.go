package socketio

import "encoding/json"

// Packet is a packet of Socket.IO from a client, as the server reads it before it acts on it.
type Packet struct {
	Type        byte              // '0' CONNECT, '1' DISCONNECT, '2' EVENT, '3' ACK; BINARY_EVENT is '2' and BINARY_ACK '3'
	Namespace   string            // with its slash, without a query
	AckID       int64             // -1 if there is none
	Auth        json.RawMessage   // the payload of CONNECT, an object; nil if there is none
	Event       string            // the name of an EVENT
	Args        []json.RawMessage // the arguments of an EVENT, the values of an ACK
	Attachments int               // how many binary messages follow, at most ten
}

// ParsePacket reads the text of a packet, without the attachments that may follow, as the server does: for tools, and for
// comparison with other parsers. Its errors are what the server would close the connection for.
func ParsePacket(text []byte) (Packet, error) {
	p, err := parsePacket(text)
	if err != nil {
		return Packet{}, err
	}
	return Packet{Type: p.kind, Namespace: p.namespace, AckID: p.ackID, Auth: p.payload, Event: p.event, Args: p.values, Attachments: p.attachments}, nil
}

// ParsePayload reads the body of a POST of long-polling into its packets, as the server does. A binary message is the
// data itself; other packets begin with the digit of their type, of which a client may send 1, 3 and 4.
func ParsePayload(body []byte) ([]Message, error) {
	decoded, err := decodePayload(body)
	if err != nil {
		return nil, err
	}
	messages := make([]Message, len(decoded))
	for i, m := range decoded {
		messages[i] = Message{Data: m.data, Binary: m.op == opBinary}
	}
	return messages, nil
}
