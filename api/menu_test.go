package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"orderup/api"
	"orderup/menu"
	"orderup/wire"
)

// The bodies of what is put on the menu.
const (
	tea   = `{"category":"drinks","name":{"en":"Tea","nl":"Thee"},"priceMinor":220,"taxClass":"drink","prepSeconds":60,"station":"counter"}`
	teas  = `{"name":{"en":"Teas"}}`
	milk  = `{"name":{"en":"Milk"},"max":1,"options":[{"id":"soy","name":{"en":"Soy"},"kind":"add","priceMinor":-10}]}`
	empty = `"groups":[],"taxRates":[]}`

	// cornerShop is the file of a small menu.
	cornerShop = `{"language":"nl","currency":"EUR","categories":[{"id":"all","name":{"nl":"Alles"}}],
		"items":[{"id":"soup","category":"all","name":{"nl":"Soep","en":"Soup"},"priceMinor":450,"taxClass":""}],` + empty

	// cornerSheet is the same as a sheet.
	cornerSheet = "kind;id;part_of;name_nl;name_en;price\ncategory;all;;Alles;;\nitem;soup;all;Soep;Soup;4,50\n"
)

// A card is what the routes of the menu answer.
type card struct {
	Menu        wire.Menu
	Supply      wire.Supply
	Item        menu.Item
	Category    menu.Category
	Group       menu.Group
	MenuVersion int64
	Version     int64
	Items       int
	Message     string
}

func (a answer) card() (c card) {
	a.Helper()
	a.into(&c)
	return c
}

// item returns an item of the public menu.
func (d *desk) item(id string) wire.MenuItem {
	d.Helper()
	items := d.get("/menu").is(http.StatusOK).card().Menu.Items
	i := slices.IndexFunc(items, func(it wire.MenuItem) bool { return it.ID == id })
	if i < 0 {
		d.Fatalf("there is no %s on the menu", id)
	}
	return items[i]
}

func TestTheMenuIsReadInALanguage(t *testing.T) {
	t.Parallel()
	d := open(t)
	for lang, want := range map[string][2]string{
		"": {"en", "Large Fries"}, "nl": {"nl", "Grote friet"}, "fr-BE": {"fr", "Grande frite"}, "pt": {"en", "Large Fries"}, "*": {"en", "Large Fries"},
	} {
		a := d.get("/menu?lang=" + lang).is(http.StatusOK)
		m := a.card().Menu
		if m.Language != want[0] || m.Items[0].Name != want[1] || m.Items[0].Price != "3.50" || !m.Items[0].Available || m.Currency != "EUR" {
			t.Errorf("%q: %s, %+v", lang, m.Language, m.Items[0])
		}
		if got := a.header.Get("ETag"); got != `W/"1"` {
			t.Errorf("ETag %s", got)
		}
	}
	d.get("/menu?lang="+strings.Repeat("x", 36)).refuses(http.StatusUnprocessableEntity, "request.invalid")
}

// TestAThingOfTheMenuLivesAndDies: it is put, read, changed under its version
// and taken off, and each answer says which version there is now.
func TestAThingOfTheMenuLivesAndDies(t *testing.T) {
	t.Parallel()
	for path, c := range map[string]struct{ body, changed string }{
		"/menu/items/tea":      {tea, strings.Replace(tea, "220", "230", 1)},
		"/menu/categories/tea": {teas, `{"id":"tea","name":{"en":"Many teas"}}`},
		"/menu/groups/milk":    {milk, strings.Replace(milk, "Soy", "Soya", 1)},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			d.get(path).is(http.StatusNotFound)
			put := func(body, ifMatch, etag string, version int64) {
				t.Helper()
				a := d.call("PUT", path, body, "If-Match", ifMatch).is(http.StatusOK)
				if got := d.get(path).is(http.StatusOK); a.card().MenuVersion != version || a.header.Get("ETag") != etag || got.header.Get("ETag") != etag {
					t.Errorf("%s: %s, read %s", a.body, a.header.Get("ETag"), got.header.Get("ETag"))
				}
			}
			put(c.body, "", `"2"`, 2)
			put(c.body, `"1"`, `"2"`, 2) // it is so already: a request that was repeated
			d.call("PUT", path, c.changed, "If-Match", `"1"`).refuses(http.StatusConflict, "menu.version")
			put(c.changed, `"2"`, `"3"`, 3)
			d.call("PUT", path, c.body, "If-Match", "soon").refuses(http.StatusBadRequest, "menu.if_match")
			d.call("DELETE", path, "", "If-Match", `"2"`).refuses(http.StatusConflict, "menu.version")
			d.call("DELETE", path, "", "If-Match", "soon").refuses(http.StatusBadRequest, "menu.if_match")
			if gone := d.call("DELETE", path, "", "If-Match", `"3"`).is(http.StatusOK).card(); gone.MenuVersion != 4 {
				t.Errorf("%+v", gone)
			}
			d.call("DELETE", path, "").is(http.StatusNotFound)
			long := path + strings.Repeat("x", 64)
			d.get(long).refuses(http.StatusUnprocessableEntity, "request.invalid")
			d.call("DELETE", long, "").refuses(http.StatusUnprocessableEntity, "request.invalid")
			d.call("PUT", path, strings.Repeat(" ", api.MaxBody+1)).refuses(http.StatusRequestEntityTooLarge, "request.too_large")
		})
	}
}

func TestWhatIsPutIsOnTheMenu(t *testing.T) {
	t.Parallel()
	d := open(t)
	it := d.call("PUT", "/menu/items/tea", tea).is(http.StatusOK).card().Item
	if it.ID != "tea" || it.Price != 220 || it.Name["nl"] != "Thee" || it.Version != 2 {
		t.Errorf("%+v", it)
	}
	if public := d.item("tea"); public.Price != "2.20" || public.Name != "Tea" || public.Category != "drinks" {
		t.Errorf("%+v", public)
	}
	d.call("PUT", "/menu/items/tea", strings.Replace(tea, "{", `{"hidden":true,`, 1)).is(http.StatusOK)
	for _, it := range d.get("/menu").card().Menu.Items {
		if it.ID == "tea" {
			t.Error("a hidden item is on the public menu")
		}
	}
	if it := d.get("/menu/items/tea").card().Item; !it.Hidden {
		t.Error("its editor does not see that it is hidden")
	}
}

// badThings are bodies of PUT that must change nothing.
var badThings = map[string]struct {
	path, body string
	status     int
	about      string
}{
	"another id":              {"/menu/items/tea", strings.Replace(tea, "{", `{"id":"coffee",`, 1), 422, "body.id"},
	"an id of capitals":       {"/menu/items/Tea", tea, 422, "body.id"},
	"a negative price":        {"/menu/items/tea", strings.Replace(tea, "220", "-1", 1), 422, "body.priceMinor"},
	"half a cent":             {"/menu/items/tea", strings.Replace(tea, "220", "2.5", 1), 422, "body.priceMinor"},
	"a price in major units":  {"/menu/items/tea", strings.Replace(tea, `"priceMinor":220`, `"price":2.20`, 1), 422, "body"},
	"an unknown category":     {"/menu/items/tea", strings.Replace(tea, "drinks", "teas", 1), 422, "body.category"},
	"no name":                 {"/menu/items/tea", strings.Replace(tea, "Tea", "", 1), 422, "body.name.en"},
	"a name that is no text":  {"/menu/items/tea", strings.Replace(tea, `{"en":"Tea","nl":"Thee"}`, `"Tea"`, 1), 422, "body.name"},
	"an unknown allergen":     {"/menu/items/tea", strings.Replace(tea, "{", `{"allergens":["milk","grass"],`, 1), 422, "body.allergens"},
	"a name twice":            {"/menu/items/tea", strings.Replace(tea, "{", `{"taxClass":"food",`, 1), 400, "body"},
	"no category":             {"/menu/categories/tea", `{}`, 422, "body"},
	"a category of nothing":   {"/menu/categories/tea", `{"name":{}}`, 422, "body.name.en"},
	"a group without options": {"/menu/groups/milk", `{"name":{"en":"Milk"},"max":1,"options":[]}`, 422, "body.options"},
	"an option of no kind":    {"/menu/groups/milk", strings.Replace(milk, "add", "more", 1), 422, "body.options[0].kind"},
	"what breaks an item":     {"/menu/groups/coffee-milk", strings.Replace(strings.Replace(milk, `"soy"`, `"x"`, 1), `"max":1`, `"max":2`, 1), 422, "body.max"},
	"half a body":             {"/menu/groups/milk", milk[:20], 400, "body"},
}

func TestBadThingsChangeNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	before := string(d.get("/menu/export").body)
	for name, c := range badThings {
		a := d.call("PUT", c.path, c.body)
		if r := a.read(); a.status != c.status || len(r.Errors) == 0 || r.Errors[0].Location != c.about {
			t.Errorf("%s: %d %s, want %d about %s", name, a.status, a.body, c.status, c.about)
		}
	}
	d.call("DELETE", "/menu/categories/fries", "").refuses(http.StatusConflict, "menu.in_use")
	d.call("DELETE", "/menu/groups/salt", "").refuses(http.StatusConflict, "menu.in_use")
	if after := string(d.get("/menu/export").body); after != before {
		t.Errorf("before %s\nafter %s", before, after)
	}
}

// TestAMenuIsExportedAndImported: in each form, and what is imported unchanged
// changes nothing.
func TestAMenuIsExportedAndImported(t *testing.T) {
	t.Parallel()
	d := open(t)
	for format, media := range map[string]string{"json": "application/json", "csv": "text/csv; charset=utf-8"} {
		file := d.get("/menu/export?format=" + format).is(http.StatusOK)
		if h := file.header; h.Get("Content-Type") != media || h.Get("ETag") != `"1"` || h.Get("Content-Disposition") != `attachment; filename="menu.`+format+`"` {
			t.Errorf("%s: %v", format, h)
		}
		a := d.post("/menu/import", string(file.body), "Content-Type", media, "If-Match", `"1"`).is(http.StatusOK)
		if c := a.card(); c.Version != 1 || c.Items != len(menu.Demo().Items) || a.header.Get("ETag") != `"1"` || c.Message != "The menu has 35 items" {
			t.Errorf("%s: %s", format, a.body)
		}
	}
	if file := d.get("/menu/export").body; string(file) != string(menu.Demo().JSON()) {
		t.Errorf("exported %s", file)
	}
	d.get("/menu/export?format=xml").refuses(http.StatusUnprocessableEntity, "request.invalid")
}

func TestAMenuIsReplaced(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, c := range []struct{ method, path, body, media, ifMatch string }{
		{"PUT", "/menu", cornerShop, "application/json; charset=utf-8", `"1"`},
		{"PUT", "/menu", cornerShop, "", `"1"`}, // it is so already, as with all that follow
		{"POST", "/menu/import", cornerSheet, "text/csv", `W/"2"`},
		{"POST", "/menu/import", cornerShop, "application/json", "*"},
	} {
		a := d.call(c.method, c.path, c.body, "Content-Type", c.media, "If-Match", c.ifMatch).is(http.StatusOK)
		if got := a.card(); got.Version != 2 || got.Items != 1 {
			t.Errorf("%+v: %s", c, a.body)
		}
	}
	if m := d.get("/menu").card().Menu; m.Language != "nl" || m.Items[0].Name != "Soep" || m.Items[0].Price != "4.50" {
		t.Errorf("%+v", m)
	}
	for _, path := range []string{"PUT /menu", "POST /menu/import"} {
		method, path, _ := strings.Cut(path, " ")
		d.call(method, path, string(menu.Demo().JSON()), "If-Match", `"1"`).refuses(http.StatusConflict, "menu.version")
	}
}

// badFiles are menus that must change nothing; the refusal says where.
var badFiles = map[string]struct {
	body, media string
	status      int
	code        string
	about       string
}{
	"half a file":         {cornerShop[:100], "application/json", 400, "menu.json", ""},
	"an unknown field":    {strings.Replace(cornerShop, "{", `{"colour":1,`, 1), "application/json", 400, "menu.json", ""},
	"a name twice":        {strings.Replace(cornerShop, "{", `{"language":"en",`, 1), "application/json", 400, "menu.json", ""},
	"a negative price":    {strings.Replace(cornerShop, "450", "-1", 1), "application/json", 422, "menu.price", "body.items[0].priceMinor"},
	"another currency":    {strings.Replace(cornerShop, "EUR", "USD", 1), "application/json", 422, "menu.currency", "body.currency"},
	"a sheet's bad price": {strings.Replace(cornerSheet, "4,50", "four", 1), "text/csv", 422, "menu.number", "body.rows[3].price"},
	"a sheet's bad row":   {strings.Replace(cornerSheet, "Soep", `"Soep`, 1), "text/csv", 400, "menu.csv", ""},
	"latin 1":             {strings.Replace(cornerSheet, "Soep", "S\xf6ep", 1), "text/csv", 400, "menu.encoding", ""},
	"nothing":             {"", "text/csv", 400, "request.malformed", ""},
	"a JSON sheet":        {cornerShop, "text/csv", 400, "menu.csv", ""},
	"a sheet as JSON":     {cornerSheet, "application/json", 400, "menu.json", ""},
	"another form":        {cornerSheet, "text/plain", 415, "request.media_type", "request"},
	"a byte too much":     {cornerShop + strings.Repeat(" ", menu.MaxBytes+1-len(cornerShop)), "application/json", 413, "request.too_large", ""},
}

func TestBadFilesChangeNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	for name, c := range badFiles {
		for _, route := range []string{"PUT /menu", "POST /menu/import"} {
			method, path, _ := strings.Cut(route, " ")
			if path == "/menu" && c.media == "text/csv" && c.body != "" {
				d.call(method, path, c.body, "Content-Type", c.media).is(http.StatusUnsupportedMediaType)
				continue
			}
			r := d.call(method, path, c.body, "Content-Type", c.media).refuses(c.status, c.code)
			if at := ""; len(r.Errors) > 0 {
				if at = r.Errors[0].Location; at != c.about {
					t.Errorf("%s: about %q, want %q", name, at, c.about)
				}
			} else if c.about != "" {
				t.Errorf("%s: about nothing, want %q", name, c.about)
			}
		}
	}
	r := d.post("/menu/import", cornerShop+strings.Repeat(" ", menu.MaxBytes), "Content-Type", "application/json").refuses(413, "request.too_large")
	if r.Message != "the body has more than 2097152 bytes: send less" {
		t.Errorf("%s", r.Message)
	}
	if r := d.post("/menu/import", cornerSheet, "Content-Type", "text/plain").refuses(415, "request.media_type"); !strings.Contains(r.Message, "application/json or text/csv") {
		t.Errorf("%s", r.Message)
	}
	d.call("PUT", "/menu", cornerShop, "If-Match", "soon").refuses(http.StatusBadRequest, "menu.if_match")
	if got := d.get("/menu/export").body; string(got) != string(menu.Demo().JSON()) {
		t.Errorf("the menu is %s", got)
	}
}

// TestAFileOfTheLargestSizeIsRead: it is larger than other bodies may be.
func TestAFileOfTheLargestSizeIsRead(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/menu/import", cornerShop+strings.Repeat(" ", menu.MaxBytes-len(cornerShop))).is(http.StatusOK)
}

func TestAvailabilityIsSet(t *testing.T) {
	t.Parallel()
	d := open(t)
	set := func(body string) wire.Supply {
		t.Helper()
		supply := d.post("/menu/items/brownie/availability", body).is(http.StatusOK).card().Supply
		if public := d.item("brownie"); public.State != supply.State || public.Available != supply.Available || public.Until != supply.Until {
			t.Errorf("%+v on the menu, %+v answered", public.Supply, supply)
		}
		return supply
	}
	if s := set(`{"state":"sold_out","left":7}`); s.Available || s.Left != nil || s.Until != "" {
		t.Errorf("%+v", s)
	}
	if s := set(`{"state":"until_tomorrow"}`); s.Available || s.Until == "" {
		t.Errorf("%+v", s)
	}
	if s := set(`{"state":"count","left":2}`); !s.Available || *s.Left != 2 {
		t.Errorf("%+v", s)
	}
	if s := set(`{"state":"count","left":0}`); s.Available || *s.Left != 0 {
		t.Errorf("%+v", s)
	}
	if s := set(`{"state":"available"}`); !s.Available || s.Left != nil {
		t.Errorf("%+v", s)
	}
	for body, status := range map[string]int{
		`{"state":"gone"}`: 422, `{}`: 422, `{"state":"count","left":-1}`: 422, `{"state":"count","left":100001}`: 422, `{"state":"count","until":"friday"}`: 422,
		`{"state":"count","until":"2020-01-01"}`: 422, ``: 400, strings.Repeat(" ", api.MaxBody+1): 413,
	} {
		d.post("/menu/items/brownie/availability", body).is(status)
	}
	d.post("/menu/items/pizza/availability", `{"state":"sold_out"}`).refuses(http.StatusNotFound, "menu.item")
	if s := d.item("brownie"); !s.Available || s.State != "available" {
		t.Errorf("%+v", s)
	}
}

// TestMenuCommandsHappenOnce: under the same key, with the same answer.
func TestMenuCommandsHappenOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	const path, five = "/menu/items/beer/availability", `{"state":"count","left":5}`
	counted := d.post(path, five, "Idempotency-Key", "five").is(http.StatusOK)
	d.post(path, `{"state":"sold_out"}`).is(http.StatusOK)
	same(t, counted, d.post(path, five, "Idempotency-Key", "five"))
	d.post(path, `{"state":"sold_out"}`, "Idempotency-Key", "five").refuses(http.StatusUnprocessableEntity, "idempotency.mismatch")
	if d.item("beer").Available {
		t.Error("the repeated count took back what came after it")
	}
	first := d.post("/menu/import", cornerShop, "Idempotency-Key", "k").is(http.StatusOK)
	d.call("PUT", "/menu", string(menu.Demo().JSON())).is(http.StatusOK)
	same(t, first, d.post("/menu/import", cornerShop, "Idempotency-Key", "k"))
	if n := len(d.get("/menu").card().Menu.Items); n == 1 {
		t.Error("the repeated import took back what came after it")
	}
}
