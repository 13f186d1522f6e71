package socketio

import (
	"encoding/json"
	"errors"
	"strconv"
)

// packetMessage is the type of the Engine.IO packet that carries a text packet of Socket.IO.
const packetMessage = '4'

// eventFrames encodes EVENT, or BINARY_EVENT when there are attachments.
func eventFrames(namespace string, ackID int64, event string, a Args) []*frame {
	name, _ := json.Marshal(event) // cannot fail for a string
	return packetFrames(packetEvent, packetBinaryEvent, namespace, ackID, name, a)
}

// ackFrames encodes ACK, or BINARY_ACK when there are attachments.
func ackFrames(namespace string, ackID int64, a Args) []*frame {
	return packetFrames(packetAck, packetBinaryAck, namespace, ackID, nil, a)
}

// packetFrames encodes a packet whose payload is an array: first, if there is one, and the values.
func packetFrames(kind, binaryKind byte, namespace string, ackID int64, first []byte, a Args) []*frame {
	b := newBuffer(len(namespace) + len(first) + totalLen(a.Values) + len(a.Values) + 32)
	if len(a.Binary) > 0 {
		b = append(b, packetMessage, binaryKind)
		b = append(strconv.AppendInt(b, int64(len(a.Binary)), 10), '-')
	} else {
		b = append(b, packetMessage, kind)
	}
	b = appendNamespace(b, namespace)
	if ackID != noAck {
		b = strconv.AppendInt(b, ackID, 10)
	}
	b = append(b, '[')
	b = append(b, first...)
	for i, v := range a.Values {
		if i > 0 || first != nil {
			b = append(b, ',')
		}
		b = appendValue(b, v)
	}
	frames := []*frame{seal(opText, append(b, ']'))}
	for _, x := range a.Binary {
		frames = append(frames, newFrame(opBinary, x))
	}
	return frames
}

func appendValue(b []byte, v json.RawMessage) []byte {
	if len(v) == 0 {
		return append(b, "null"...)
	}
	return append(b, v...)
}

func appendNamespace(b []byte, namespace string) []byte {
	if namespace == "/" {
		return b
	}
	return append(append(b, namespace...), ',')
}

func connectFrame(namespace, id, pid string) *frame {
	reply := struct {
		ID  string `json:"sid"`
		PID string `json:"pid,omitempty"`
	}{id, pid}
	payload, _ := json.Marshal(reply) // cannot fail for strings
	return controlFrame(packetConnect, namespace, payload)
}

func disconnectFrame(namespace string) *frame { return controlFrame(packetDisconnect, namespace, nil) }

func connectErrorFrame(namespace string, refusal error) (*frame, error) {
	body := struct {
		Message string `json:"message"`
		Data    any    `json:"data,omitempty"`
	}{Message: refusal.Error()}
	if e, ok := errors.AsType[*ConnectError](refusal); ok {
		body.Data = e.Data
	}
	payload, err := json.Marshal(body)
	return controlFrame(packetConnectError, namespace, payload), err
}

func controlFrame(kind byte, namespace string, payload []byte) *frame {
	b := append(newBuffer(len(namespace)+len(payload)+8), packetMessage, kind)
	return seal(opText, append(appendNamespace(b, namespace), payload...))
}

func totalLen(values []json.RawMessage) (n int) {
	for _, v := range values {
		n += len(v)
	}
	return n
}

func totalBytes(frames []*frame) (n int) {
	for _, f := range frames {
		n += len(f.wire)
	}
	return n
}
