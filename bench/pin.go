package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
)

// Processors gives the server one processor and the load generator another, so that they do not take turns on one:
// negative numbers, for "anywhere", when there is only one or no taskset.
func Processors() (server, generator int) {
	if _, err := exec.LookPath("taskset"); err != nil || runtime.NumCPU() < 2 {
		return -1, -1
	}
	return 0, 1
}

// Pinned returns a copy of the command that runs on one processor; cpu < 0 means anywhere.
func Pinned(cpu int, command []string) []string {
	if cpu < 0 {
		return append([]string(nil), command...)
	}
	return append([]string{"taskset", "--cpu-list", strconv.Itoa(cpu)}, command...)
}

// PinSelf moves all threads of this process to one processor; cpu < 0 does nothing.
func PinSelf(cpu int) error {
	if cpu < 0 {
		return nil
	}
	out, err := exec.Command("taskset", "--all-tasks", "--cpu-list", "--pid", strconv.Itoa(cpu), strconv.Itoa(os.Getpid())).CombinedOutput()
	if err != nil {
		return fmt.Errorf("move to processor %d: %w: %s", cpu, err, out)
	}
	runtime.GOMAXPROCS(1)
	return nil
}

// Steered reports whether what arrives over loopback is taken by the processor that was named for it, as within
// scripts/own-network, and not by the one that sent it.
func Steered() bool {
	mask, err := os.ReadFile("/sys/class/net/lo/queues/rx-0/rps_cpus")
	return err == nil && len(bytes.Trim(mask, "0,\n")) > 0
}
