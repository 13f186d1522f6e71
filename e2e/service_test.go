package e2e

import (
	"flag"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

var serviceHours = flag.Int("service", 0, "how many simulated hours TestAServiceCostsTheScreensNoMemory goes on once all is warm; 0 for its short form")

// serviceSpeed is how many times faster than a real one the service is. It
// skips the night.
const serviceSpeed = 100

// How much more a page, or the server, may hold after a service than before.
// Whoever keeps one thing for each of the thousands of changes holds more.
const (
	goalHeap      = 10_000_000 // bytes
	goalNodes     = 5_000
	goalListeners = 1_000
)

// A servicePlan is which pages see a service, and when they are looked at.
type servicePlan struct {
	pages       []string
	warm, every time.Duration // until the first look, and from one to the next; of the world
	looks       int
	shown       int // how many orders must appear on each page between two looks
}

// serviceSize leaves the test client out of the short form: its log takes most
// of an hour to fill.
func serviceSize() servicePlan {
	const hour = time.Hour / serviceSpeed
	screens := []string{"/kitchen/grill", "/expo"}
	if *serviceHours > 0 {
		return servicePlan{pages: append(screens, "/test-client.html"), warm: hour, every: hour, looks: *serviceHours + 1, shown: 3}
	}
	return servicePlan{pages: screens, warm: 8 * time.Second, every: 3 * time.Second, looks: 3, shown: 1}
}

func service(t *testing.T) *program {
	t.Helper()
	return demo(t, "--speed", fmt.Sprint(serviceSpeed), "--seed", "7", "--at", "18:30")
}

// A long service leaves nothing behind in the memory of the screens, of the
// test client or of the server.
func TestAServiceCostsTheScreensNoMemory(t *testing.T) {
	program, plan := service(t), serviceSize()
	var pages []*attendant
	for _, path := range plan.pages {
		pages = append(pages, attend(t, program, path))
	}
	server := plan.play(t, program, pages...)
	complaints := grown("the server", "bytes", server[0], server[len(server)-1], goalHeap)
	for _, page := range pages {
		complaints = append(complaints, plan.judge(page)...)
	}
	for _, complaint := range complaints {
		t.Error(complaint)
	}
}

// The control: a page that keeps what it was told is refused, so is one that
// shows no orders at all, and so is a server that has to keep something.
func TestAScreenThatForgetsNothingIsRefused(t *testing.T) {
	program := service(t)
	hoarder, blind := attend(t, program, "/kitchen/grill", hoard), attend(t, program, "/docs")
	plan := servicePlan{warm: 2 * time.Second, every: 3 * time.Second, looks: 2, shown: 1}
	server := plan.play(t, program, hoarder, blind)
	for page, faults := range map[*attendant][]string{hoarder: {"bytes", "nodes", "listeners"}, blind: {"orders"}} {
		complaints := strings.Join(plan.judge(page), "\n")
		for _, fault := range faults {
			if !strings.Contains(complaints, fault) {
				t.Errorf("nobody complained about the %s of %s:\n%s", fault, page.path, complaints)
			}
		}
	}
	linger(t, program, 2000)
	for deadline := time.Now().Add(patience); len(grown("the server", "bytes", server[len(server)-1], program.heap(), goalHeap)) == 0; {
		if time.Now().After(deadline) {
			t.Fatal("nobody complained about the server, which has 2,000 connections to keep")
		}
	}
}

// linger opens connections, asks something on each, and leaves them open.
func linger(t *testing.T, program *program, n int) {
	t.Helper()
	address := strings.TrimPrefix(program.url, "http://")
	for range n {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		if _, err := fmt.Fprintf(c, "GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n", address); err != nil {
			t.Fatal(err)
		}
	}
}

// play lets the service go on, looks at the pages in time, and returns what
// the server held each time.
func (p servicePlan) play(t *testing.T, program *program, pages ...*attendant) (server []int64) {
	t.Helper()
	for due := time.After(p.warm); len(server) < p.looks; due = time.After(p.every) {
		<-due
		server = append(server, program.heap())
		t.Logf("look %d: the server holds %.1f MB", len(server), mb(server[len(server)-1]))
		for _, page := range pages {
			t.Logf("  %s %s", page.path, page.look())
		}
	}
	return server
}

// judge says what is wrong with a page after a service.
func (p servicePlan) judge(page *attendant) (complaints []string) {
	for i, next := range page.looks[1:] {
		if came := next.Came - page.looks[i].Came; came < int64(p.shown) {
			complaints = append(complaints, fmt.Sprintf("%s showed %d new orders between looks %d and %d", page.path, came, i+1, i+2))
		}
	}
	first, last := page.looks[0], page.looks[p.looks-1]
	if last.Went == first.Went {
		complaints = append(complaints, page.path+" showed no orders that went")
	}
	complaints = append(complaints, grown(page.path, "bytes", first.Heap, last.Heap, goalHeap)...)
	complaints = append(complaints, grown(page.path, "nodes", first.Nodes, last.Nodes, goalNodes)...)
	return append(complaints, grown(page.path, "listeners", first.Listeners, last.Listeners, goalListeners)...)
}

// grown complains if somebody holds too many more of something than before.
func grown(who, what string, before, after, goal int64) []string {
	if after-before <= goal {
		return nil
	}
	return []string{fmt.Sprintf("%s holds %d %s, %d more than when it was warm", who, after, what, after-before)}
}
