//go:build !linux

package reliability

import "syscall"

// diesWithUs is a wish that only Linux grants; elsewhere a test's timeout may leave a server behind.
func diesWithUs() *syscall.SysProcAttr { return nil }
