package bench

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// clockTick is the unit of CPU time in /proc: USER_HZ is 100 on every architecture Go runs on.
const clockTick = 10 * time.Millisecond

// Fields of proc_pid_stat(5), in clock ticks.
const (
	utime, stime   = 14, 15
	cutime, cstime = 16, 17 // of children that have ended and were waited for
)

// FamilyCPU returns the processor time that a process has used so far together with its children, those that have ended
// and those that live. It needs Linux.
func FamilyCPU(parent int, children []int) (time.Duration, error) {
	sum, err := readCPU(parent, utime, stime, cutime, cstime)
	if err != nil {
		return 0, fmt.Errorf("read the CPU time of process %d: %w", parent, err)
	}
	for _, child := range children {
		used, err := processCPU(child)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ESRCH) {
			continue // it ended just now
		}
		if err != nil {
			return 0, fmt.Errorf("read the CPU time of process %d: %w", child, err)
		}
		sum += used
	}
	return sum, nil
}

// processCPU returns the user and system time of one process.
func processCPU(pid int) (time.Duration, error) { return readCPU(pid, utime, stime) }

func readCPU(pid int, fields ...int) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	return parseCPU(string(stat), fields...)
}

// parseCPU adds fields of proc_pid_stat(5), which are counted from 1. Field 2 is a name in parentheses that may itself
// hold spaces and parentheses, so what is split begins behind its last one, with field 3.
func parseCPU(stat string, fields ...int) (time.Duration, error) {
	values := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	var sum int64
	for _, field := range fields {
		if field-3 >= len(values) {
			return 0, fmt.Errorf("read CPU time: %q has too few fields", stat)
		}
		ticks, err := strconv.ParseInt(values[field-3], 10, 64)
		if err != nil {
			return 0, fmt.Errorf("read CPU time: %w", err)
		}
		sum += ticks
	}
	return time.Duration(sum) * clockTick, nil
}
