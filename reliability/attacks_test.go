package reliability

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

const menu = `{"customerName":"Ines","items":[{"name":"Fries","price":3.5,"quantity":1}]}`

// plainOrder places an order; head are more lines of its header.
func plainOrder(host string, head ...string) string {
	return request("POST /orders", menu, append([]string{"Host: " + host, "Content-Type: application/json", fmt.Sprintf("Content-Length: %d", len(menu))}, head...)...)
}

func request(line, body string, head ...string) string {
	return line + " HTTP/1.1\r\n" + strings.Join(head, "\r\n") + "\r\n\r\n" + body
}

// chunked is menu as one chunk, with an end of line of choice.
func chunked(eol string) string { return fmt.Sprintf("%x%s%s\r\n0\r\n\r\n", len(menu), eol, menu) }

// attack is what somebody sends to the program over a connection of their own. The rows are those of docs/security.md.
type attack struct {
	name string
	sent string
	want []int // the statuses of the answers, until the program closes the connection
}

func attacks(host string) []attack {
	const last, here = "Connection: close", "Host: localhost"
	const evil = "Origin: https://evil.example"
	upgrade := []string{here, "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="}
	return []attack{
		{"control: an order", plainOrder(host, last), []int{201}},
		{"row 11: WebSocket by polling", request("GET /socket.io/?EIO=4&transport=polling", "", append(upgrade, last)...), []int{400}},
		{"row 11: unknown session", request("GET /socket.io/?EIO=4&transport=websocket&sid=__proto__", "", append(upgrade, last)...), []int{400}},
		{"row 17: compressed body", plainOrder(host, last, "Content-Encoding: gzip"), []int{415}},
		{"row 18: a line of 20 kB", plainOrder(host, "X-Long: "+strings.Repeat("x", 20<<10)), []int{431}},
		{"row 18: 2,500 lines", plainOrder(host, slices.Repeat([]string{"X-Line: y"}, 2500)...), []int{431}},
		{"row 22: WebSocket of a foreign page", request("GET /socket.io/?EIO=4&transport=websocket", "", append(upgrade, evil, last)...), []int{403}},
		{"row 22: order of a foreign page", plainOrder(host, last, evil, "Cookie: session=stolen"), []int{403}},
		{"row 22: form of a foreign page", strings.Replace(plainOrder(host, last, evil), "application/json", "text/plain", 1), []int{415}},
		{"row 23: another name for this computer", plainOrder("evil.example", last), []int{403}},
		{"row 23: orders under another name", request("GET /orders", "", "Host: evil.example", last), []int{403}},
		{"row 23: samples from a foreign page", request("POST /orders/demo/create-sample", "", here, evil, "Content-Length: 0", last), []int{403}},
		{"row 24: two lengths", plainOrder(host, "Content-Length: 5", last), []int{400}},
		{"row 24: space before the colon", plainOrder(host, "Transfer-Encoding : chunked", last), []int{400}},
		{"row 24: unknown encoding", request("POST /orders", chunked("\r\n"), here, "Transfer-Encoding: chunked, identity", last), []int{501}},
		{"row 24: bare line feed after the length of a chunk", request("POST /orders", chunked("\n"), here, "Content-Type: application/json", "Transfer-Encoding: chunked", last), []int{400}},
		{"row 24: length and chunks", // the chunks count, RFC 9112 section 6.3, and what is behind them is another request
			request("POST /orders", chunked("\r\n")+"SMUGGLED\r\n\r\n", here, "Content-Type: application/json", "Content-Length: 4", "Transfer-Encoding: chunked"), []int{201, 400}},
		{"row 24: HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", []int{400}},
		{"row 29: orders, through a proxy", request("GET /orders", "", here, "X-Forwarded-For: 198.51.100.7", last), []int{403}},
		{"row 29: figures, through a proxy", request("GET /metrics", "", here, "Forwarded: for=198.51.100.7", last), []int{403}},
		{"row 29: guessed id", request("GET /orders/1", "", "Host: evil.example", last), []int{404}},
		{"no host", request("GET /orders", "", last), []int{400}},
		{"garbage", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", []int{400}},
	}
}

// TestAttacks sends each attack to the program. Who is beside it, a socket and a customer, must not notice.
func TestAttacks(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	house := newHouse(t, t.TempDir())
	open(ctx, t, house)
	url, err := house.URL(ctx)
	must(t, err)
	host := strings.TrimPrefix(url, "http://")
	bystander, err := DialSocket(ctx, url)
	must(t, err)
	t.Cleanup(func() { bystander.Close() })
	for _, a := range attacks(host) {
		t.Run(a.name, func(t *testing.T) {
			got, err := exchange(ctx, host, a.sent)
			if err != nil || !slices.Equal(got, a.want) {
				t.Errorf("answered %v, %v; want %v", got, err, a.want)
			}
		})
	}
	_, err = bystander.Ask(ctx, "join_order_room", map[string]string{"orderId": "unknown"})
	must(t, err)
	var j Journal
	crowd := &Crowd{Guest: NewGuest(house, 1), Journal: &j, Writers: 1, Named: "bystander"}
	must(t, crowd.Fill(ctx, 1))
	must(t, house.Close())
	if n := len(ledger(t, house.Data).Orders); n != 3 { // the control, the chunked one and the bystander's
		t.Errorf("%d orders are in the file, want 3", n)
	}
}

// exchange sends bytes over a new connection and returns the statuses of all answers.
func exchange(ctx context.Context, host, sent string) (statuses []int, err error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", host)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	deadline, _ := ctx.Deadline()
	if err := conn.SetDeadline(deadline); err != nil {
		return nil, err
	}
	_, _ = io.WriteString(conn, sent) // the server may refuse before it has read everything
	in := bufio.NewReader(conn)
	for {
		resp, err := http.ReadResponse(in, nil)
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			return statuses, nil
		}
		if err != nil {
			return statuses, err
		}
		statuses = append(statuses, resp.StatusCode)
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			return statuses, err
		}
	}
}
