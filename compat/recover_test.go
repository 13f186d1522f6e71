package compat

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestRecovery runs every scenario of scripts/recover.mjs with the newest client over every transport: older ones know
// nothing of recovery.
func TestRecovery(t *testing.T) {
	t.Parallel()
	for _, transport := range transports {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			h := openHouse(t)
			control := httptest.NewServer(http.HandlerFunc(h.accident))
			t.Cleanup(control.Close)
			runScript(t, "recover.mjs", "client-4.8", "http://"+h.address, transport, control.URL)
		})
	}
}
