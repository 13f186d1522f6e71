package compat

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestOrders runs every scenario of scripts/orders.mjs with every client over every transport.
func TestOrders(t *testing.T) {
	t.Parallel()
	for _, client := range clients {
		for _, transport := range transports {
			t.Run(client+"/"+transport, func(t *testing.T) {
				t.Parallel()
				h := openHouse(t)
				url := "http://" + h.address
				control := httptest.NewServer(http.HandlerFunc(h.accident))
				t.Cleanup(control.Close) // before the house is closed: it waits for accidents to end
				runScript(t, "orders.mjs", client, url, transport, control.URL)
			})
		}
	}
}
