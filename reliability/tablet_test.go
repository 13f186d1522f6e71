package reliability

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"orderup/client"
	"orderup/wire"
)

var (
	tabletDeaths  = flag.Int("deaths", 36, "how often a tablet of TestReceipts dies")
	tabletCount   = flag.Int("tablets", 12, "how many stations TestReceipts has, each with a tablet")
	tabletReceipt = flag.Int("receipt", 1, "within how many seconds a ticket of TestReceipts must be confirmed")
	tabletPace    = flag.Duration("pace", 50*time.Millisecond, "from one order of TestReceipts to the next")
)

// goalSlack is by how much the alarm may come later than set up: a commit, and a machine that has other things to do.
const goalSlack = 2 * time.Second

// R30. Tablets of a kitchen die again and again, in every way, while orders come in. Each ticket is confirmed by a screen
// that has shown it, or somebody is alarmed in time; none is silent. Taps that were made offline count once.
func TestReceipts(t *testing.T) {
	r, tablets := runKitchen(t, true, false, *tabletDeaths, time.Duration(*tabletReceipt)*time.Second)
	for i, complaint := range r.Complaints {
		if i == 20 {
			t.Errorf("... and %d more", len(r.Complaints)-i)
			break
		}
		t.Error(complaint)
	}
	var died [deaths]int
	for _, tablet := range tablets {
		for way, n := range tablet.Died {
			died[way] += n
		}
	}
	t.Logf("%d deaths: %d cut, %d frozen, %d in a black hole; %d tickets confirmed, %d alarms, the latest after %s (set up: %d s)",
		*tabletDeaths, died[byCut], died[byFreeze], died[blackHole], r.Confirmed, r.Alarmed, r.Latest, *tabletReceipt)
	if r.Confirmed == 0 || r.Alarmed == 0 {
		t.Errorf("%d confirmed and %d alarms: the deaths have proved nothing", r.Confirmed, r.Alarmed)
	}
}

// The control of R30: a kitchen that asks for no receipt has silent tickets, and tablets that tap anew instead of once more
// have taps that count twice; both are found. These tablets are dead for longer than a ticket may be silent.
func TestReceiptsControl(t *testing.T) {
	r, _ := runKitchen(t, false, true, *tabletCount, receiptWithin())
	found := map[string]int{}
	for _, complaint := range r.Complaints {
		for _, kind := range []string{"nobody was alarmed", "without a receipt", "were tapped"} {
			if strings.Contains(complaint, kind) {
				found[kind]++
			}
		}
	}
	t.Logf("found %v", found)
	if found["nobody was alarmed"]+found["without a receipt"] == 0 || found["were tapped"] == 0 {
		t.Errorf("found %v: a silent ticket, or a tap that counts twice, passes", found)
	}
}

// receiptWithin is how long a ticket may be silent.
func receiptWithin() time.Duration { return time.Duration(*tabletReceipt)*time.Second + goalSlack }

// runKitchen lets tablets die so many times, for up to twice as long as measure, while orders come in, and returns what
// became of the tickets.
func runKitchen(t *testing.T, receipt, retry bool, times int, measure time.Duration) (Receipts, []*Tablet) {
	t.Helper()
	within := receiptWithin()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute+time.Duration(times)*2*measure)
	defer stop()
	house := newHouse(t, t.TempDir())
	open(ctx, t, house)
	url, err := house.URL(ctx)
	must(t, err)
	c := client.New(url, client.Options{})
	_, err = c.SetUpKitchen(ctx, stationsOf(*tabletCount, receipt))
	must(t, err)
	var left atomic.Int64
	left.Store(int64(times))
	var alive, coming sync.WaitGroup
	chance := dice(t)
	over, enough := make(chan struct{}), make(chan struct{})
	tablets := make([]*Tablet, *tabletCount)
	for i := range tablets {
		tablet := &Tablet{
			URL: url, Station: stationID(i), Measure: measure, Retry: retry,
			Dice: rand.New(rand.NewPCG(chance.Uint64(), 0)), Deaths: &left,
		}
		tablets[i] = tablet
		alive.Go(func() {
			if err := tablet.Run(ctx, over); err != nil {
				t.Errorf("tablet of %s: %v", tablet.Station, err)
			}
		})
	}
	var placed []wire.Order
	coming.Go(func() { placed = serveGuests(ctx, t, c, rand.New(rand.NewPCG(chance.Uint64(), 0)), enough) })
	awaitDeaths(ctx, t, &left)
	close(enough)
	coming.Wait()
	rest(ctx, within+2*measure) // until the last death is over and the last ticket is due
	close(over)
	alive.Wait()
	for i := range placed {
		placed[i], err = c.Order(ctx, placed[i].ID)
		must(t, err)
	}
	return JudgeReceipts(placed, tablets, within), tablets
}

func stationID(i int) string { return fmt.Sprintf("station-%d", i) }

// stationsOf is a kitchen of so many stations, of which each second one has a backup, and each makes one dish.
func stationsOf(n int, receipt bool) client.Kitchen {
	k := client.Kitchen{Setup: wire.Setup{Expo: "auto", Fire: "immediate", CatchAll: stationID(0), GraceSeconds: 4, ReceiptSeconds: *tabletReceipt, WarnMinutes: 5, LateMinutes: 8}}
	for i := range n {
		s := wire.Station{ID: stationID(i), Name: stationID(i), Open: true, Receipt: receipt}
		if i%2 == 0 {
			s.Backup = stationID((i + 1) % n)
		}
		k.Stations = append(k.Stations, s)
		k.Rules = append(k.Rules, wire.Rule{Name: dish(i), Stations: []string{stationID(i)}})
	}
	return k
}

func dish(i int) string { return fmt.Sprintf("Dish %d", i) }

// serveGuests places orders of one or two dishes, five of each, until it is enough.
func serveGuests(ctx context.Context, t *testing.T, c *client.Client, chance *rand.Rand, enough <-chan struct{}) (placed []wire.Order) {
	tick := time.NewTicker(*tabletPace)
	defer tick.Stop()
	for {
		select {
		case <-enough:
			return placed
		case <-tick.C:
		}
		order := client.PlaceOrder{CustomerName: "Ines"}
		for range 1 + chance.IntN(2) {
			order.Items = append(order.Items, client.Item{Name: dish(chance.IntN(*tabletCount)), Price: "3.50", Quantity: 5})
		}
		o, err := c.Place(ctx, order)
		if err != nil {
			t.Error(err)
			return placed
		}
		placed = append(placed, o)
	}
}

// awaitDeaths returns when no death is left.
func awaitDeaths(ctx context.Context, t *testing.T, left *atomic.Int64) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for left.Load() > 0 {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("%d deaths are left: %v", left.Load(), ctx.Err())
		}
	}
}

// rest lets time pass.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
