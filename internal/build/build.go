// Package build knows which build of orderup this is.
package build

import (
	"fmt"
	"runtime/debug"
)

// release is the version of the last release and what follows it.
const release = "0.1.0-dev"

// Version returns the version, with the commit it was built from when known.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return fmt.Sprintf("%s+%s", release, s.Value[:12])
		}
	}
	return release
}
