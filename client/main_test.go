package client

import (
	"net/http"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// to returns a client whose idle connections end with the test.
func to(t testing.TB, url string) *Client {
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return New(url, Options{HTTP: &http.Client{Transport: transport}})
}
