package live_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"orderup/internal/testhouse"
	"orderup/order"
)

// A traveller is a client that says what it likes when it connects, by
// long-polling.
type traveller struct {
	t       *testing.T
	url     string
	badge   string
	packets []string // that came
}

// travel connects somebody to a house with what is to be its auth.
func travel(t *testing.T, h *testhouse.House, badge, auth string) *traveller {
	t.Helper()
	v := &traveller{t: t, url: h.URL + "/socket.io/?EIO=4&transport=polling", badge: badge}
	var open struct{ SID string }
	if err := json.Unmarshal([]byte(v.do(http.MethodGet, "")[1:]), &open); err != nil {
		t.Fatal(err)
	}
	v.url += "&sid=" + open.SID
	t.Cleanup(func() { v.do(http.MethodPost, "1") })
	v.do(http.MethodPost, "40"+auth)
	return v
}

func (v *traveller) do(method, body string) string {
	v.t.Helper()
	r, err := http.NewRequest(method, v.url, strings.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Badge", v.badge)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return string(text)
}

// await returns the next packet that begins in some way, after some others.
func (v *traveller) await(begin string) string {
	v.t.Helper()
	for {
		for i, p := range v.packets {
			if strings.HasPrefix(p, begin) {
				v.packets = v.packets[i+1:]
				return p
			}
		}
		v.packets = strings.Split(v.do(http.MethodGet, ""), "\x1e")
	}
}

// welcome awaits the answer to CONNECT and the session, and returns the pid and
// the offset, and what came between.
func (v *traveller) welcome() (pid, offset string, between []string) {
	v.t.Helper()
	var reply struct{ PID string }
	if err := json.Unmarshal([]byte(v.await("40")[2:]), &reply); err != nil {
		v.t.Fatal(err)
	}
	for {
		for i, p := range v.packets {
			if strings.HasPrefix(p, `42["session"`) {
				between, v.packets = append(between, v.packets[:i]...), v.packets[i+1:]
				return reply.PID, lastString(p), between
			}
		}
		between = append(between, v.packets...)
		v.packets = strings.Split(v.do(http.MethodGet, ""), "\x1e")
	}
}

// lastString returns the string that a packet ends with.
func lastString(packet string) string {
	parts := strings.Split(packet, `"`)
	return parts[len(parts)-2]
}

// comesBack is the auth of who comes back.
func comesBack(pid, offset string) string {
	return fmt.Sprintf(`{"csr":1,"pid":%q,"offset":%q}`, pid, offset)
}

// TestRecoveryIsForItsOwnerOnly: with the same pid and offset the owner goes on
// where it was, and another principal gets a session of its own.
func TestRecoveryIsForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors(), testhouse.WithWho(readBadge))
	pid, offset, _ := travel(t, h, "tablet", `{"csr":true}`).welcome()
	o := h.MustPlace(t, "Ines", 1)
	h.MustMove(t, o.ID, order.Ready)
	told(t, h, o)

	got, _, missed := travel(t, h, "thief", comesBack(pid, offset)).welcome()
	if got == pid || got == "" || len(missed) != 0 {
		t.Errorf("a thief got pid %q for %q, and %q", got, pid, missed)
	}
	got, at, missed := travel(t, h, "tablet", comesBack(pid, offset)).welcome()
	if got != pid || len(missed) != 3 || lastString(missed[2]) != at {
		t.Errorf("the owner got pid %q for %q, and %d events %q, then stood at %s", got, pid, len(missed), missed, at)
	}
	for _, wrong := range []string{"", "nonsense", h.Cursor(testhouse.Location, 99)} {
		if got, _, missed := travel(t, h, "tablet", comesBack(pid, wrong)).welcome(); got == pid || len(missed) != 0 {
			t.Errorf("offset %q: recovered, with %q", wrong, missed)
		}
	}
}

// TestRevokedIsNotRecovered: a tablet is revoked while it is away. If its badge
// opens the door again, to somebody else, there is nothing to go on with.
func TestRevokedIsNotRecovered(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors(), testhouse.WithWho(readBadge))
	v := travel(t, h, "tablet", `{"csr":1}`)
	pid, offset, _ := v.welcome()
	h.Live.Revoke(isNamed("tablet"))
	if v.await("41") != "41" {
		t.Error("it was not told that it is out")
	}
	told(t, h, h.MustPlace(t, "Ines", 1))
	if got, _, missed := travel(t, h, "tablet", comesBack(pid, offset)).welcome(); got == pid || len(missed) != 0 {
		t.Errorf("recovered, with %q", missed)
	}
}

// told waits until all events of an order have been pushed.
func told(t *testing.T, h *testhouse.House, o order.Order) {
	t.Helper()
	g, err := dialAs(t, h, "witness")
	if err != nil {
		t.Fatal(err)
	}
	g.session()
	g.join(string(o.ID), "")
}
