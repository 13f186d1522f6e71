package bench

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
)

// conn is just enough of a WebSocket client for text packets on loopback: the load generator must cost less than what it
// measures. RFC 6455 is cited by section.
type conn struct {
	net.Conn
	in     *bufio.Reader
	packet []byte
}

// maxPacket is far above any packet of this measurement.
const maxPacket = 1 << 20

func dial(ctx context.Context, address, path string) (*conn, error) {
	var dialer net.Dialer
	raw, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	c := &conn{Conn: raw, in: bufio.NewReader(raw)}
	if err := c.upgrade(path); err != nil {
		_ = raw.Close()
		return nil, err
	}
	return c, nil
}

// upgrade is the opening handshake, section 4.1, with the key of the section's example: one client asks nothing of it.
func (c *conn) upgrade(path string) error {
	_, err := fmt.Fprintf(c.Conn, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", path, c.RemoteAddr())
	if err != nil {
		return err
	}
	response, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return fmt.Errorf("read the handshake: %w", err)
	}
	if response.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("the server refused a WebSocket: %s", response.Status)
	}
	return nil
}

// read returns the next text message, valid until the next read. Servers measured here do not fragment (section 5.4).
func (c *conn) read() ([]byte, error) {
	for {
		opcode, err := c.frame()
		switch {
		case err != nil:
			return nil, err
		case opcode == 0x1:
			return c.packet, nil
		case opcode == 0x8:
			return nil, fmt.Errorf("the server closed the connection: %q", c.packet)
		}
	}
}

// frame reads one frame into packet, section 5.2. Frames from a server are not masked.
func (c *conn) frame() (opcode byte, err error) {
	var head [8]byte
	if _, err := io.ReadFull(c.in, head[:2]); err != nil {
		return 0, err
	}
	opcode, length := head[0]&0x0f, uint64(head[1]&0x7f)
	if head[0]&0x80 == 0 {
		return 0, fmt.Errorf("the server sent a fragment, which this client cannot read")
	}
	switch length {
	case 126:
		_, err = io.ReadFull(c.in, head[:2])
		length = uint64(binary.BigEndian.Uint16(head[:2]))
	case 127:
		_, err = io.ReadFull(c.in, head[:8])
		length = binary.BigEndian.Uint64(head[:8])
	}
	if err == nil && length > maxPacket {
		err = fmt.Errorf("the server sent %d bytes in one frame", length)
	}
	if err != nil {
		return 0, err
	}
	c.packet = append(c.packet[:0], make([]byte, length)...)
	_, err = io.ReadFull(c.in, c.packet)
	return opcode, err
}

// write sends a text message of less than 126 bytes. The mask of section 5.3 is zero: it protects proxies, and there is
// none on loopback.
func (c *conn) write(text string) error {
	if len(text) > 125 {
		return fmt.Errorf("%d bytes do not fit into the short frame this client writes", len(text))
	}
	frame := append([]byte{0x81, 0x80 | byte(len(text)), 0, 0, 0, 0}, text...)
	_, err := c.Write(frame)
	return err
}
