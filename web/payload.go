package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"time"
)

// payload is a response body. It is compressed when a client first asks for
// that, and then kept.
type payload struct {
	contentType string
	etag        string // without quotes
	body        []byte
	zipped      func() []byte // returns nil where compression does not pay
}

// newPayload holds a body that is compressed at a level of compress/gzip.
func newPayload(body []byte, contentType string, level int) *payload {
	sum := sha256.Sum256(body)
	return &payload{
		contentType: contentType, etag: hex.EncodeToString(sum[:12]), body: body,
		zipped: sync.OnceValue(func() []byte { return compress(body, level) }),
	}
}

// compress returns nil when the result would not be clearly smaller.
func compress(body []byte, level int) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, level)
	if err != nil {
		panic(err) // the level is a constant of ours
	}
	w.Write(body) // a bytes.Buffer takes everything
	w.Close()
	if out.Len() > len(body)*9/10 {
		return nil
	}
	return out.Bytes()
}

// serve answers GET, HEAD and conditional requests.
func (p *payload) serve(w http.ResponseWriter, r *http.Request, cacheControl string) {
	h := w.Header()
	h.Set("Content-Type", p.contentType)
	h.Set("Cache-Control", cacheControl)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Accept-Encoding")
	body, etag := p.body, p.etag
	if acceptsGzip(r.Header.Get("Accept-Encoding")) {
		if zipped := p.zipped(); zipped != nil {
			h.Set("Content-Encoding", "gzip")
			body, etag = zipped, p.etag+"-gzip"
		}
	}
	h.Set("ETag", `"`+etag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// acceptsGzip reads an Accept-Encoding field (RFC 9110, 12.5.3).
func acceptsGzip(field string) bool {
	for coding := range strings.SplitSeq(field, ",") {
		name, weight, _ := strings.Cut(coding, ";")
		if name = strings.TrimSpace(name); strings.EqualFold(name, "gzip") || name == "*" {
			return quality(weight) > 0
		}
	}
	return false
}
