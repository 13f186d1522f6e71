// Package e2e tries the pages as people do: a real Chromium against the real
// program. It needs Chromium and the packages of web/package.json, which
// "make test" installs.
//
//	go test ./e2e                              everything
//	make rel-screens                           twelve simulated hours in front of the screens
//	go test ./e2e -run TestScreenshots -update take the pictures in docs/images again
package e2e
