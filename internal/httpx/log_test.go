package httpx_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"orderup/internal/httpx"
)

// logged serves one request and returns its line in the log.
func logged(level slog.Level, handle http.HandlerFunc, r *http.Request) (line string, w *httptest.ResponseRecorder) {
	var text strings.Builder
	w = httptest.NewRecorder()
	log := slog.New(slog.NewTextHandler(&text, &slog.HandlerOptions{Level: level}))
	httpx.Log(log, handle).ServeHTTP(w, r)
	return text.String(), w
}

func TestTheLogTellsOfEachRequest(t *testing.T) {
	for want, handle := range map[string]http.HandlerFunc{
		"method=POST path=/orders status=201": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusCreated) },
		"method=POST path=/orders status=200": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("good")) },
	} {
		line, w := logged(slog.LevelDebug, handle, httptest.NewRequest("POST", "/orders", nil))
		if !strings.Contains(line, want) || !strings.HasSuffix(want, strconv.Itoa(w.Code)) {
			t.Errorf("%d: %q, want %q", w.Code, line, want)
		}
	}
}

func TestTheLogTellsNoSecrets(t *testing.T) {
	r := httptest.NewRequest("POST", "/orders?token=hush", strings.NewReader(`{"customerName":"hush"}`))
	r.Header.Set("Authorization", "Bearer hush")
	line, _ := logged(slog.LevelDebug, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hush")) }, r)
	if strings.Contains(line, "hush") || line == "" {
		t.Errorf("the log tells %q", line)
	}
}

// TestALineIsALine: a path cannot write lines of its own into the log.
func TestALineIsALine(t *testing.T) {
	r := httptest.NewRequest("GET", "/x%0Alevel=ERROR%20msg=forged", nil)
	line, _ := logged(slog.LevelDebug, func(http.ResponseWriter, *http.Request) {}, r)
	if strings.Count(line, "\n") != 1 || strings.HasPrefix(line, "level=ERROR") {
		t.Errorf("the log has %q", line)
	}
}

func TestTheLogIsQuietUnlessAsked(t *testing.T) {
	line, _ := logged(slog.LevelInfo, func(http.ResponseWriter, *http.Request) {}, httptest.NewRequest("GET", "/", nil))
	if line != "" {
		t.Errorf("the log has %q", line)
	}
}

// TestStreamsPassThrough: event streams flush through the log.
func TestStreamsPassThrough(t *testing.T) {
	_, w := logged(slog.LevelDebug, func(w http.ResponseWriter, _ *http.Request) {
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Errorf("flush: %v", err)
		}
	}, httptest.NewRequest("GET", "/events", nil))
	if !w.Flushed {
		t.Error("nothing was flushed")
	}
}
