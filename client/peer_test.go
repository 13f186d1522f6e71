package client

import (
	"bufio"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

// A peer is the server's end of a WebSocket, in the hands of a test: it can
// say what no good server says.
type peer struct {
	net.Conn
	in *bufio.Reader
}

// serve runs script for each WebSocket that a client opens.
func serve(t *testing.T, script func(p *peer)) *Client {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, in, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		p := &peer{conn, in.Reader}
		p.accept(r)
		script(p)
	}))
	t.Cleanup(server.Close)
	return to(t, server.URL)
}

// accept answers the handshake of a client.
func (p *peer) accept(r *http.Request) {
	p.raw([]byte("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
		"Sec-WebSocket-Accept: " + acceptance(r.Header.Get("Sec-WebSocket-Key")) + "\r\n\r\n"))
}

// say sends a text message; an error shows at the client.
func (p *peer) say(text string) { p.raw(serverFrame(0x81, text)) }

func (p *peer) raw(b []byte) { _, _ = p.Write(b) }

// hear returns the next frame of the client, short as all in these tests are;
// opcode 0 at the end.
func (p *peer) hear() (op byte, text string) {
	var head [6]byte // with the mask
	if _, err := io.ReadFull(p.in, head[:]); err != nil {
		return 0, ""
	}
	payload := make([]byte, head[1]&0x7f)
	if _, err := io.ReadFull(p.in, payload); err != nil {
		return 0, ""
	}
	for i := range payload {
		payload[i] ^= head[2+i&3]
	}
	return head[0] & 0x0f, string(payload)
}

// hearClose returns the code of the next close frame; 0 when there is none.
func (p *peer) hearClose() int {
	for {
		switch op, text := p.hear(); {
		case op == 0:
			return 0
		case op == opClose && len(text) >= 2:
			return int(binary.BigEndian.Uint16([]byte(text)))
		case op == opClose:
			return closeNoStatus
		}
	}
}

const openPacket = `0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":65536}`

// greet lets a client in.
func (p *peer) greet() {
	p.say(openPacket)
	p.hear()
	p.say(`40{"sid":"y"}`)
}
