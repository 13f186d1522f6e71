package api_test

import (
	"net/http"
	"strings"
	"testing"

	"orderup/api"
	"orderup/order"
)

// item is a body with one item that is otherwise good.
func item(name, price, quantity string) string {
	return `{"customerName":"Ines","items":[{"name":` + name + `,"price":` + price + `,"quantity":` + quantity + `}]}`
}

// badOrders are bodies of POST /orders that must change nothing.
var badOrders = map[string]struct {
	body   string
	status int
	about  string // the field that the refusal is about
}{
	"a negative price":         {item(`"Fries"`, `-0.01`, `1`), 422, "body.items[0].price"},
	"an absurd price":          {item(`"Fries"`, `100000.01`, `1`), 422, "body.items[0].price"},
	"a price beyond integers":  {item(`"Fries"`, `99999999999999999999`, `1`), 422, "body.items[0].price"},
	"half a cent":              {item(`"Fries"`, `3.505`, `1`), 422, "body.items[0].price"},
	"a price with an exponent": {item(`"Fries"`, `1e2`, `1`), 422, "body.items[0].price"},
	"a price beyond floats":    {item(`"Fries"`, `1e400`, `1`), 400, "body"},
	"a price in words":         {item(`"Fries"`, `"3.50"`, `1`), 422, "body.items[0].price"},
	"no price":                 {`{"customerName":"Ines","items":[{"name":"Fries","quantity":1}]}`, 422, "body.items[0].price"},
	"a price that is null":     {item(`"Fries"`, `null`, `1`), 422, "body"},
	"no quantity at all":       {item(`"Fries"`, `3.5`, `0`), 422, "body.items[0].quantity"},
	"a negative quantity":      {item(`"Fries"`, `3.5`, `-1`), 422, "body.items[0].quantity"},
	"an absurd quantity":       {item(`"Fries"`, `3.5`, `1000`), 422, "body.items[0].quantity"},
	"a wild quantity":          {item(`"Fries"`, `3.5`, `1000000000000`), 422, "body.items[0].quantity"},
	"half a portion":           {item(`"Fries"`, `3.5`, `1.5`), 422, "body.items[0].quantity"},
	"a quantity in words":      {item(`"Fries"`, `3.5`, `"1"`), 422, "body.items[0].quantity"},
	"a number for a name":      {item(`7`, `3.5`, `1`), 422, "body.items[0].name"},
	"no name":                  {item(`""`, `3.5`, `1`), 422, "body.items[0].name"},
	"a blank name":             {item(`" \u202e "`, `3.5`, `1`), 422, "body.items[0].name"},
	"a name of 81 letters":     {item(`"`+strings.Repeat("é", 81)+`"`, `3.5`, `1`), 422, "body.items[0].name"},
	"a name of 60 kB":          {item(`"`+strings.Repeat("x", 60_000)+`"`, `3.5`, `1`), 422, "body.items[0].name"},
	"a name of 100 kB":         {item(`"`+strings.Repeat("x", 100_000)+`"`, `3.5`, `1`), 413, ""},
	"a customer of 60 kB":      {strings.Replace(fries, "Ines", strings.Repeat("x", 60_000), 1), 422, "body.customerName"},
	"no customer":              {`{"items":[{"name":"Fries","price":3.5,"quantity":1}]}`, 422, "body"},
	"no items":                 {`{"customerName":"Ines","items":[]}`, 422, "body.items"},
	"items that are null":      {`{"customerName":"Ines","items":null}`, 422, "body.items"},
	"items that are an object": {`{"customerName":"Ines","items":{"0":{}}}`, 422, "body.items"},
	"an item that is null":     {`{"customerName":"Ines","items":[null]}`, 422, "body.items[0]"},
	"101 items":                {`{"customerName":"Ines","items":[` + strings.Repeat(`{"name":"a","price":1,"quantity":1},`, 100) + `{"name":"a","price":1,"quantity":1}]}`, 422, "body.items"},
	"long notes":               {strings.Replace(fries, `"quantity":2`, `"quantity":2,"notes":"`+strings.Repeat("x", 201)+`"`, 1), 422, "body.items[0].notes"},

	"its own id":      {strings.Replace(fries, "{", `{"id":"x",`, 1), 400, "body.id"},
	"its own number":  {strings.Replace(fries, "{", `{"number":"#001",`, 1), 400, "body.number"},
	"its own status":  {strings.Replace(fries, "{", `{"status":"completed",`, 1), 400, "body.status"},
	"its own total":   {strings.Replace(fries, "{", `{"totalAmount":0.01,`, 1), 400, "body.totalAmount"},
	"its own version": {strings.Replace(fries, "{", `{"version":7,`, 1), 400, "body.version"},
	"its own date":    {strings.Replace(fries, "{", `{"createdAt":"2020-01-01T00:00:00Z",`, 1), 400, "body.createdAt"},
	"a total of null": {strings.Replace(fries, "{", `{"totalAmount":null,`, 1), 400, "body.totalAmount"},
	"a total in caps": {strings.Replace(fries, "{", `{"TotalAmount":0.01,`, 1), 400, "body.TotalAmount"},

	"nothing":                {"", 400, ""},
	"white space":            {" \n", 400, "body"},
	"null":                   {"null", 422, "body"},
	"a list":                 {"[" + fries + "]", 422, "body"},
	"a string":               {`"order"`, 422, "body"},
	"a number":               {"7", 422, "body"},
	"half an object":         {fries[:40], 400, "body"},
	"a comma too many":       {strings.Replace(fries, "}]", "},]", 1), 400, "body"},
	"two orders":             {fries + fries, 400, "body"},
	"words":                  {"two fries, please", 400, "body"},
	"a deep list":            {`{"x":` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + `,` + fries[1:], 400, "body"},
	"a deep object":          {strings.Repeat(`{"x":`, 40) + "1" + strings.Repeat("}", 40), 400, "body"},
	"a deep and endless":     {strings.Repeat("[", 60_000), 400, "body"},
	"two prices":             {strings.Replace(fries, `"price":3.50`, `"price":3.50,"price":0.01`, 1), 400, "body"},
	"two customers":          {strings.Replace(fries, "{", `{"customerName":"Zoë",`, 1), 400, "body"},
	"bytes that are no text": {strings.Replace(fries, "Ines", "In\xffes", 1), 400, "body"},
	"a torn letter":          {strings.Replace(fries, "Ines", "Ines\xc3", 1), 400, "body"},
	"a NUL":                  {strings.Replace(fries, "Ines", "In\x00es", 1), 400, "body"},
	"a byte order mark":      {"\ufeff" + fries, 400, "body"},
	"a byte too much":        {fries + strings.Repeat(" ", api.MaxBody+1-len(fries)), 413, ""},
}

// TestBadOrdersChangeNothing: each is refused with a sentence (the contract
// sees to that) about the right field, and leaves no trace.
func TestBadOrdersChangeNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.MustMove(t, d.MustPlace(t, "Ines", 1).ID, order.Ready)
	before := string(d.get("/orders").body)
	for name, c := range badOrders {
		a := d.post("/orders", c.body)
		if a.status != c.status {
			t.Errorf("%s: %d %s, want %d", name, a.status, a.body, c.status)
			continue
		}
		r := a.read()
		if at := ""; len(r.Errors) > 0 {
			at = r.Errors[0].Location
			if at != c.about {
				t.Errorf("%s: about %q, want %q: %s", name, at, c.about, a.body)
			}
		} else if c.about != "" {
			t.Errorf("%s: about nothing, want %q: %s", name, c.about, a.body)
		}
		if strings.Contains(string(a.body), strings.Repeat("x", 300)) {
			t.Errorf("%s: the refusal repeats what was sent", name)
		}
	}
	if after := string(d.get("/orders").body); after != before || len(d.Events(t)) != 3 {
		t.Errorf("%d events; before %s\nafter %s", len(d.Events(t)), before, after)
	}
	if o := d.MustPlace(t, "Zoë", 1); o.Number != 2 {
		t.Errorf("the refused orders used up numbers: the next is %s", o.Number)
	}
}

func TestBadMovesChangeNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	long := strings.Repeat("x", 201)
	for name, c := range map[string]struct {
		path, body string
		status     int
	}{
		"an unknown status":     {toStatus(o.ID), status("burnt"), 422},
		"an empty status":       {toStatus(o.ID), status(""), 422},
		"no status":             {toStatus(o.ID), `{}`, 422},
		"a status in numbers":   {toStatus(o.ID), `{"status":2}`, 422},
		"a long message":        {toStatus(o.ID), `{"status":"ready","message":"` + long + `"}`, 422},
		"a message in numbers":  {toStatus(o.ID), `{"status":"ready","message":7}`, 422},
		"a version in words":    {toStatus(o.ID), `{"status":"ready","expectedVersion":"1"}`, 422},
		"a negative version":    {toStatus(o.ID), `{"status":"ready","expectedVersion":-1}`, 422},
		"a version beyond all":  {toStatus(o.ID), `{"status":"ready","expectedVersion":1e300}`, 422},
		"two statuses":          {toStatus(o.ID), `{"status":"ready","status":"cancelled"}`, 400},
		"no body":               {toStatus(o.ID), "", 400},
		"half a body":           {toStatus(o.ID), `{"status":`, 400},
		"too much":              {toStatus(o.ID), strings.Repeat(" ", api.MaxBody+1), 413},
		"an order nobody knows": {"/orders/nobody/status", status("ready"), 404},
		"a long id":             {"/orders/" + strings.Repeat("x", 65) + "/status", status("ready"), 422},
		"cancel: a long reason": {toOrder(o.ID) + "/cancel", `{"message":"` + long + `"}`, 422},
		"cancel: words":         {toOrder(o.ID) + "/cancel", `sorry`, 400},
		"cancel: too much":      {toOrder(o.ID) + "/cancel", strings.Repeat(" ", api.MaxBody+1), 413},
		"cancel: nobody":        {"/orders/nobody/cancel", "", 404},
		"cook: too fast":        {"/orders/simulate/kitchen-workflow", `{"speed":101}`, 422},
		"cook: words":           {"/orders/simulate/kitchen-workflow", `fast`, 400},
		"cook: too much":        {"/orders/simulate/kitchen-workflow", strings.Repeat(" ", api.MaxBody+1), 413},
	} {
		for _, method := range []string{"POST", "PATCH"} {
			if method == "PATCH" && !strings.HasSuffix(c.path, "/status") {
				continue
			}
			if a := d.call(method, c.path, c.body); a.status != c.status {
				t.Errorf("%s %s: %d %s, want %d", method, name, a.status, a.body, c.status)
			}
		}
	}
	if now := d.get(toOrder(o.ID)).read().Order; now.Version != 1 || len(d.Events(t)) != 1 || d.cooking() {
		t.Errorf("%+v, %d events, cooking: %v", now, len(d.Events(t)), d.cooking())
	}
}

// TestBodiesInAnotherFormAreRefused: what is not JSON, and what would have to
// be unpacked, which could be larger than it looks.
func TestBodiesInAnotherFormAreRefused(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	bodies := map[string]string{
		"POST /orders": fries, "POST /orders/demo/create-sample": "", "POST " + toStatus(o.ID): status("ready"), "PATCH " + toStatus(o.ID): status("ready"),
		"POST " + toOrder(o.ID) + "/cancel": "{}", "POST /orders/simulate/kitchen-workflow": "{}", "POST /orders/simulate/stop": "",
		"POST " + toWork(o.ID, "bump"): "{}", "POST " + toOrder(o.ID) + "/items": moreFries, "POST /orders/quote": moreFries,
		"PUT /kitchen/setup": oneStation, "POST /kitchen/stations/kitchen/close": "",
		"PUT /menu": cornerShop, "POST /menu/import": cornerShop, "POST /menu/items/beer/availability": `{"state":"sold_out"}`,
		"PUT /menu/items/tea": tea, "PUT /menu/categories/tea": teas, "PUT /menu/groups/milk": milk,
	}
	for route, body := range bodies {
		method, path, _ := strings.Cut(route, " ")
		for _, coding := range []string{"gzip", "br", "identity, gzip"} {
			d.call(method, path, body, "Content-Encoding", coding).refuses(http.StatusUnsupportedMediaType, "request.media_type")
		}
		if body == "" {
			continue // whatever it is, it is not read
		}
		for _, form := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense", "application/jsonp"} {
			d.call(method, path, body, "Content-Type", form).refuses(http.StatusUnsupportedMediaType, "request.media_type")
		}
	}
	if len(d.Events(t)) != 1 || d.cooking() {
		t.Errorf("%d events, cooking: %v", len(d.Events(t)), d.cooking())
	}
}

func TestABodyOfTheLargestSizeIsRead(t *testing.T) {
	t.Parallel()
	open(t).post("/orders", fries+strings.Repeat(" ", api.MaxBody-len(fries))).is(http.StatusCreated)
}

func TestJSONIsJSONUnderItsOtherNames(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, form := range []string{"", "application/json; charset=utf-8", "application/vnd.orderup+json"} {
		d.post("/orders", fries, "Content-Type", form, "Content-Encoding", "identity").is(http.StatusCreated)
	}
}
