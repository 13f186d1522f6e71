package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

func TestDocsShowBothDocuments(t *testing.T) {
	t.Parallel()
	w := get(open(t), "/docs")
	body := w.Body.String()
	for what, want := range map[string]string{
		"an operation":            `id="get-orders-id"`,
		"its parameters' limits":  `How many. 1 to 100.`,
		"escaped prose":           `Any order &lt;b&gt;you&lt;/b&gt; may see.`,
		"a filled path":           `curl &#39;http://example.com/orders/a%20b&#39;`,
		"a quoted body":           `Frites &#39;\&#39;&#39;t Pleintje`,
		"a stream's curl":         `curl -N -X POST`,
		"a nested field":          `<code>nested.deep</code>`,
		"a type of two":           `integer or null`,
		"an enumeration":          `One of &#34;small&#34;, &#34;large&#34;. Default &#34;small&#34;.`,
		"a link to an object":     `<a href="#object-Order">Order</a>`,
		"an array of objects":     `<a href="#object-Item">array of Item</a>`,
		"a recursive alternative": `<a href="#object-Order">Order or null</a>`,
		"joined parts":            `<code>tags</code>`,
		"a map":                   `object of string`,
		"an error":                `<b>404</b> No such order`,
		"an untagged operation":   `id="rest-other"`,
		"an event to the server":  `id="receive-join_order_room"`,
		"its given example":       `&#34;orderId&#34;: &#34;o-17&#34;`,
		"an event to the client":  `id="send-joined_order_room"`,
		"an object of events":     `id="event-object-Order"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s: %s", what, want)
		}
	}
	for what, unwanted := range map[string]string{
		"the framework's own field": "$schema", "an empty tag": "rest-empty", "a second form of a body": "octet-stream",
	} {
		if strings.Contains(body, unwanted) {
			t.Errorf("%s is shown: %s", what, unwanted)
		}
	}
}

func TestDocsWithoutDocumentsSaySo(t *testing.T) {
	t.Parallel()
	w := get(routes(t, Config{}), "/docs")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "publishes no such document") {
		t.Errorf("status %d\n%s", w.Code, w.Body)
	}
}

func TestBrokenDocumentsAreErrors(t *testing.T) {
	t.Parallel()
	body := func(schema string) string {
		return `{"paths":{"/x":{"post":{"requestBody":{"content":{"application/json":{"schema":` + schema + `}}},"responses":{}}}}}`
	}
	for name, text := range map[string]string{
		"no JSON":            `{`,
		"paths are a list":   `{"paths":[]}`,
		"unknown reference":  body(`{"$ref":"#/components/schemas/None"}`),
		"foreign reference":  body(`{"$ref":"https://example.com/schema"}`),
		"reference into one": body(`{"$ref":"#/paths/~1x/post/requestBody/content/application~1json/schema/$ref/x"}`),
		"endless reference":  body(`{"$ref":"#/paths/~1x/post/requestBody/content/application~1json/schema"}`),
	} {
		config := Config{OpenAPI: func() []byte { return []byte(text) }}
		if _, err := config.reference(); err == nil {
			t.Errorf("%s: no error", name)
		}
		if code := get(routes(t, config), "/docs").Code; code != http.StatusInternalServerError {
			t.Errorf("%s: status %d, want 500", name, code)
		}
	}
}

func FuzzReadOpenAPI(f *testing.F) {
	f.Add([]byte(`{"paths":{"/x":{"get":{"responses":{"200":{"content":{"a/b":{"schema":{"type":["string"]}}}}}}}}}`))
	f.Add([]byte(`{"paths":{"/x":{"post":{"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/a"}}}}}}},"a":{"allOf":[{"$ref":"#/a"}]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		groups, _, err := readOpenAPI(text)
		if err != nil {
			return
		}
		for _, g := range groups {
			for _, e := range g.Entries {
				checkExamples(t, e)
			}
		}
	})
}

// checkExamples expects every example of a response to be JSON.
func checkExamples(t *testing.T, e entry) {
	t.Helper()
	for _, x := range e.Examples {
		if x.Title != "curl" && !json.Valid([]byte(x.Text)) {
			t.Errorf("%s %s: the example is no JSON: %s", e.Method, e.Name, x.Text)
		}
	}
}
