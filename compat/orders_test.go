package compat

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestOrders runs every scenario of scripts/orders.mjs with every client over every transport.
func TestOrders(t *testing.T) { runInHouses(t, "orders.mjs") }

// TestKitchen is the same for scripts/kitchen.mjs.
func TestKitchen(t *testing.T) { runInHouses(t, "kitchen.mjs") }

// runInHouses runs a script with every client over every transport, each in a house of its own.
func runInHouses(t *testing.T, script string) {
	t.Helper()
	t.Parallel()
	for _, client := range clients {
		for _, transport := range transports {
			t.Run(client+"/"+transport, func(t *testing.T) {
				t.Parallel()
				h := openHouse(t)
				url := "http://" + h.address
				control := httptest.NewServer(http.HandlerFunc(h.accident))
				t.Cleanup(control.Close) // before the house is closed: it waits for accidents to end
				runScript(t, script, client, url, transport, control.URL)
			})
		}
	}
}
