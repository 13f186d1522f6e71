package live_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"orderup/client"
	"orderup/internal/testhouse"
	"orderup/menu"
	"orderup/money"
	"orderup/order"
	"orderup/restaurant"
	"orderup/wire"
)

// menuChanged returns the next event, which must say that the menu has changed.
func (g guest) menuChanged() (m wire.MenuChanged) {
	g.t.Helper()
	g.decode(g.next(wire.EventMenuChanged), &m)
	return m
}

// stands is what is told of the menu, in one line: "v1: beer sold_out, fish count 3".
func stands(m wire.MenuChanged) string {
	var items []string
	for _, it := range m.Items {
		text := it.ID + " " + it.State
		if it.Left != nil {
			text += fmt.Sprint(" ", *it.Left)
		}
		items = append(items, text)
	}
	return fmt.Sprintf("v%d: %s", m.Version, strings.Join(items, ", "))
}

// supply says what is left of an item.
func supply(t testing.TB, h *testhouse.House, id menu.ItemID, s menu.Supply) {
	t.Helper()
	if _, _, err := h.SetAvailability(t.Context(), testhouse.Person, id, s, ""); err != nil {
		t.Fatal(err)
	}
}

// dearer puts up the price of an item.
func dearer(t testing.TB, h *testhouse.House, id menu.ItemID) {
	t.Helper()
	_, err := h.EditMenu(t.Context(), testhouse.Person, func(m *menu.Menu) (*menu.Menu, error) {
		it, _ := m.Item(id) // the menu of the tests has it
		it.Price += money.Amount(10)
		return m.PutItem(it, 0)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestStaffAndScreensAreToldOfTheMenu: when it is another, and when something is
// sold out; guests, and screens that follow nothing, are not.
func TestStaffAndScreensAreToldOfTheMenu(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	grill, idle, phone := dialScreen(t, h), dialScreen(t, h), dial(t, h, client.SocketOptions{Guest: true})
	grill.shows("", "grill")
	counter, _ := dialStaff(t, h, "")
	hear := func(want string) {
		t.Helper()
		for _, g := range []guest{grill, counter} {
			if got := stands(g.menuChanged()); got != want {
				t.Errorf("told %q, want %q", got, want)
			}
		}
	}
	supply(t, h, "fish-and-chips", menu.Supply{State: menu.SoldOut})
	hear("v1: fish-and-chips sold_out")
	supply(t, h, "beer", menu.Supply{State: menu.UntilTomorrow})
	hear("v1: beer until_tomorrow, fish-and-chips sold_out")
	supply(t, h, "beer", menu.Supply{State: menu.Counted, Left: 3})
	hear("v1: beer count 3, fish-and-chips sold_out")
	supply(t, h, "fish-and-chips", menu.Supply{State: menu.InStock})
	hear("v1: beer count 3")
	dearer(t, h, "beer")
	hear("v2: beer count 3")
	for _, g := range []guest{grill, counter, idle, phone} {
		g.quiet()
	}
}

// TestACountIsToldWithEveryOrder: and with an order that is cancelled before
// anybody made it; an order of what nobody counts is no news.
func TestACountIsToldWithEveryOrder(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	bar := dialScreen(t, h)
	bar.shows("", "bar") // where no order of this test goes
	supply(t, h, "brownie", menu.Supply{State: menu.Counted, Left: 3})
	if got := stands(bar.menuChanged()); got != "v1: brownie count 3" {
		t.Errorf("told %q", got)
	}
	d := order.Draft{Customer: "Ines", Lines: []order.Line{{Item: "brownie", Quantity: 2}}}
	result, err := h.Place(t.Context(), testhouse.Person, d, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := stands(bar.menuChanged()); got != "v1: brownie count 1" {
		t.Errorf("told %q", got)
	}
	h.MustOrder(t, "Fish & Chips")
	h.MustMove(t, result.Order().ID, order.Cancelled)
	if got := stands(bar.menuChanged()); got != "v1: brownie count 3" {
		t.Errorf("told %q", got)
	}
	bar.quiet()
}

// TestStaffThatCanBeRecoveredIsToldOfTheMenu: with its place, as of every event.
func TestStaffThatCanBeRecoveredIsToldOfTheMenu(t *testing.T) {
	t.Parallel()
	h := openPub(t)
	v := travel(t, h, "", `{"csr":1}`)
	_, offset, _ := v.welcome()
	supply(t, h, "beer", menu.Supply{State: menu.SoldOut})
	want := fmt.Sprintf(`42["menu_changed",{"version":1,"items":[{"id":"beer","available":false,"state":"sold_out"}]},%q]`, offset)
	if got := v.await(`42["menu_changed"`); got != want {
		t.Errorf("told %s, want %s", got, want)
	}
}

// bubbleScreen opens a house in a bubble of testing/synctest, and a screen there.
func bubbleScreen(t *testing.T, options ...testhouse.Option) (*testhouse.House, guest) {
	t.Helper()
	l := &line{calls: make(chan net.Conn), closed: make(chan struct{})}
	h := testhouse.Open(t, append(options, testhouse.WithDoorsOn(l))...)
	web := &http.Client{Transport: &http.Transport{DialContext: l.dial}}
	s, err := client.New("http://localhost", client.Options{HTTP: web}).Dial(t.Context(), client.SocketOptions{Screen: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	screen := guest{s, t}
	screen.shows("", "all")
	return h, screen
}

// hearsWithin asserts that g is told how the menu stands, once, within some time
// of its bubble.
func (g guest) hearsWithin(d time.Duration, want string) {
	g.t.Helper()
	time.Sleep(d)
	synctest.Wait()
	if len(g.Events()) != 1 {
		g.t.Fatalf("heard %d events within %s, want one", len(g.Events()), d)
	}
	if got := stands(g.menuChanged()); got != want {
		g.t.Errorf("told %q, want %q", got, want)
	}
}

// TestTheMenuIsToldAtOnce: and in a rush of changes ten times a second, so that
// whoever looked in between is told of the last one too, even when it brings back
// what he was told before.
func TestTheMenuIsToldAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, screen := bubbleScreen(t)
		time.Sleep(restaurant.WatchEvery / 2) // between two looks
		supply(t, h, "beer", menu.Supply{State: menu.SoldOut})
		screen.hearsWithin(20*time.Millisecond, "v1: beer sold_out")
		supply(t, h, "beer", menu.Supply{State: menu.InStock})
		supply(t, h, "beer", menu.Supply{State: menu.SoldOut})
		screen.hearsWithin(120*time.Millisecond, "v1: beer sold_out")
	})
}

// TestWhatWasSoldOutUntilTomorrowIsBackWithTheDay: although nobody changed
// anything.
func TestWhatWasSoldOutUntilTomorrowIsBackWithTheDay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var ahead atomic.Int64
		h, screen := bubbleScreen(t, testhouse.WithClock(func() time.Time { return evening.Add(time.Duration(ahead.Load())) }))
		supply(t, h, "beer", menu.Supply{State: menu.UntilTomorrow})
		screen.hearsWithin(time.Second, "v1: beer until_tomorrow")
		ahead.Store(int64(10*time.Hour - time.Second)) // 4:59 in Brussels
		time.Sleep(3 * restaurant.WatchEvery)
		screen.quiet()
		ahead.Store(int64(10 * time.Hour))
		screen.hearsWithin(2*restaurant.WatchEvery, "v1: ")
	})
}

// TestTheMenuOfOneNodeIsToldAtTheOther: both to staff and to screens, and what
// is told last is how it stands.
func TestTheMenuOfOneNodeIsToldAtTheOther(t *testing.T) {
	t.Parallel()
	one, two := openTwo(t)
	counter, _ := dialStaff(t, two, "")
	screen := dialScreen(t, two)
	screen.shows("", "all")
	for n := range 20 {
		supply(t, one, "beer", menu.Supply{State: menu.Counted, Left: 40 - n})
		supply(t, two, "water", menu.Supply{State: menu.SoldOut})
	}
	dearer(t, one, "beer")
	const last = "v2: beer count 21, water sold_out"
	for _, g := range []guest{counter, screen} {
		for stands(g.menuChanged()) != last {
		}
		g.quiet()
	}
}
