package compat

import "testing"

// TestSocketIO runs every scenario of scripts/socketio.mjs with every client over every transport.
func TestSocketIO(t *testing.T) {
	t.Parallel()
	for _, client := range clients {
		for _, transport := range transports {
			t.Run(client+"/"+transport, func(t *testing.T) {
				t.Parallel()
				runScript(t, "socketio.mjs", client, newApp(t).URL, transport)
			})
		}
	}
}
