package socketio

import (
	"bytes"
	"encoding/base64"
	"unicode/utf8"
)

// separator stands between the packets of a long-polling body: Engine.IO protocol revision 4, section "HTTP
// long-polling".
const separator = 0x1e

// binaryMark precedes a binary message in base64; such packets have no type digit.
const binaryMark = 'b'

var (
	errPayload        = violation(closeInvalidData, "malformed payload")
	errTooManyPackets = violation(closePolicy, "too many packets in one request")
)

// encodePayload makes the body of the answer to a poll.
func encodePayload(frames []*frame) []byte {
	b := make([]byte, 0, totalBytes(frames)+len(frames))
	for i, f := range frames {
		if i > 0 {
			b = append(b, separator)
		}
		if f.op() == opBinary {
			b = base64.StdEncoding.AppendEncode(append(b, binaryMark), f.packet())
		} else {
			b = append(b, f.packet()...)
		}
	}
	return b
}

// decodePayload reads the body of a POST. The messages share its memory.
func decodePayload(body []byte) ([]message, error) {
	if bytes.Count(body, []byte{separator}) >= maxPackets {
		return nil, errTooManyPackets
	}
	if !utf8.Valid(body) {
		return nil, errPayload
	}
	var messages []message
	for part := range bytes.SplitSeq(body, []byte{separator}) {
		m, err := decodePacket(part)
		if err != nil {
			return nil, err
		}
		messages = append(messages, m)
	}
	return messages, nil
}

func decodePacket(part []byte) (message, error) {
	if len(part) == 0 {
		return message{}, errPayload
	}
	if part[0] != binaryMark {
		return message{opText, part}, nil
	}
	data, err := base64.StdEncoding.AppendDecode(nil, part[1:])
	if err != nil {
		return message{}, errPayload
	}
	return message{opBinary, data}, nil
}
