package api_test

import (
	"mime"
	"net/http"
	"strings"
	"testing"
)

func TestAHouseThatIsOpenIsReady(t *testing.T) {
	t.Parallel()
	d := open(t)
	for path, want := range map[string]string{"/healthz": `{"status":"ok"}`, "/readyz": `{"status":"ready"}`} {
		if a := d.get(path).is(http.StatusOK); strings.TrimSpace(string(a.body)) != want {
			t.Errorf("%s: %s, want %s", path, a.body, want)
		}
	}
}

func TestTheFiguresAreText(t *testing.T) {
	t.Parallel()
	a := open(t).get("/metrics").is(http.StatusOK)
	media, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	if err != nil || media != "text/plain" || !strings.Contains(string(a.body), "\n# TYPE orderup_orders gauge\n") {
		t.Errorf("%s\n%s", a.header.Get("Content-Type"), a.body)
	}
}
