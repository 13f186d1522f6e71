package reliability

import "syscall"

// diesWithUs ends a child when this process ends in whatever way, a test's timeout included.
func diesWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
