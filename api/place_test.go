package api_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"orderup/internal/testhouse"
)

// uuids are the ids of orders.
var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`)

// forecasts are times that depend on whether the house has learnt of the order
// before yet.
var forecasts = regexp.MustCompile(`"(estimatedReadyTime|p50|p80)":"[^"]*"`)

// evening is when the house of the golden answers is open.
var evening = time.Date(2026, 11, 21, 18, 0, 0, 250_000_000, time.UTC)

func atEvening() testhouse.Option { return testhouse.WithClock(func() time.Time { return evening }) }

// TestTheCurlLinesOfTheReadme: what people type first prints what it always did.
func TestTheCurlLinesOfTheReadme(t *testing.T) {
	t.Parallel()
	d := open(t, atEvening())
	const body = `{
    "customerName": "Test Customer",
    "items": [
      {"name": "Large Fries", "price": 3.50, "quantity": 1},
      {"name": "Cheeseburger", "price": 8.50, "quantity": 1}
    ]
  }`
	for _, c := range []struct {
		name, method, path, body string
		status                   int
	}{
		{"place", "POST", "/orders", body, http.StatusCreated},
		{"create-sample", "POST", "/orders/demo/create-sample", "", http.StatusCreated},
		{"stats", "GET", "/orders/stats/overview", "", http.StatusOK},
		{"set-status", "POST", "/orders/001/status", `{"status":"IN_PROGRESS"}`, http.StatusOK},
		{"read", "GET", "/orders/%23001", "", http.StatusOK},
		{"list", "GET", "/orders", "", http.StatusOK},
		{"simulation", "GET", "/orders/simulate", "", http.StatusOK},
		{"unknown", "GET", "/orders/%23999", "", http.StatusNotFound},
	} {
		body := uuids.ReplaceAll(d.call(c.method, c.path, c.body).is(c.status).body, []byte("ID"))
		golden(t, c.name, forecasts.ReplaceAll(body, []byte(`"$1":"SOON"`)))
	}
}

func TestAPlacedOrderSaysWhereItIs(t *testing.T) {
	t.Parallel()
	d := open(t)
	a := d.post("/orders", fries).is(http.StatusCreated)
	o := a.read().Order
	if a.header.Get("Location") != "/orders/"+o.ID || a.header.Get("ETag") != `"1"` || a.header.Get("Idempotent-Replayed") != "" {
		t.Errorf("headers %v of order %s", a.header, o.ID)
	}
	found := d.get(a.header.Get("Location")).is(http.StatusOK)
	if found.header.Get("ETag") != `"1"` || found.read().Order.Number != "#001" {
		t.Errorf("%s %v", found.body, found.header)
	}
}

func TestTheSamplesAreThoseOfTheProofOfConcept(t *testing.T) {
	t.Parallel()
	d := open(t)
	r := d.post("/orders/demo/create-sample", "").is(http.StatusCreated).read()
	var said []string
	for _, o := range r.Orders {
		line := o.CustomerName + " " + string(o.TotalAmount) + ":"
		for _, i := range o.Items {
			line += " " + strings.Repeat("+", i.Quantity) + i.Name + " " + string(i.Price)
		}
		said = append(said, line)
	}
	const want = `John Doe 14.00: +Large Fries 3.50 +Cheeseburger 8.50 +Coca Cola 2.00
Jane Smith 14.50: ++Small Fries 2.50 +Chicken Burger 9.50
Bob Johnson 19.00: +Large Fries 3.50 +Fish & Chips 12.00 +Beer 3.50`
	if got := strings.Join(said, "\n"); got != want {
		t.Errorf("samples:\n%s\nwant:\n%s", got, want)
	}
}

func TestWhatIsHarmlessAndUnknownIsIgnored(t *testing.T) {
	t.Parallel()
	d := open(t)
	for name, body := range map[string]string{
		"beside the order's fields": `{"customerName":"Ines","loyaltyCard":7,"items":[{"name":"Fries","price":3.5,"quantity":1}]}`,
		"in an item":                `{"customerName":"Ines","items":[{"name":"Fries","price":3.5,"quantity":1,"id":"x","spicy":true}]}`,
		"deep, within reason":       `{"customerName":"Ines","x":[[[[{"y":[]}]]]],"items":[{"name":"Fries","price":3.5,"quantity":1}]}`,
	} {
		if o := d.post("/orders", body).is(http.StatusCreated).read().Order; o.TotalAmount != "3.50" || o.Status != "pending" {
			t.Errorf("%s: %+v", name, o)
		}
	}
}

func TestNamesAreTidiedAndKeepTheirSigns(t *testing.T) {
	t.Parallel()
	d := open(t)
	body := `{"customerName":"  I\u0308nes\u202e <b>&\n ","items":[{"name":"</script>","price":0,"quantity":1,"notes":"\u0000no salt"}]}`
	o := d.post("/orders", body).is(http.StatusCreated).read().Order
	if o.CustomerName != "Ïnes <b>&" || o.Items[0].Name != "</script>" || o.Items[0].Notes != "no salt" {
		t.Errorf("%+v", o)
	}
}

func TestPricesAreExact(t *testing.T) {
	t.Parallel()
	d := open(t)
	for price, total := range map[string]string{
		"0.10": "0.30", "0.1": "0.30", "1.005000": "", "100000.00": "300000.00", "33.33": "99.99", "0": "0.00", "8.500": "25.50",
	} {
		a := d.post("/orders", `{"customerName":"Ines","items":[{"name":"Fries","price":`+price+`,"quantity":3}]}`)
		if total == "" {
			a.refuses(http.StatusUnprocessableEntity, "money.amount")
			continue
		}
		if got := a.is(http.StatusCreated).read().Order.TotalAmount; string(got) != total {
			t.Errorf("3 x %s = %s, want %s", price, got, total)
		}
	}
}
