package load

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Usage is what a process has taken of its machine.
type Usage struct {
	CPU time.Duration // processor time so far, in steps of 10 ms
	RSS int64         // resident memory in bytes
}

// ReadUsage returns the usage of a process. It needs Linux.
func ReadUsage(pid int) (u Usage, err error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return u, fmt.Errorf("read what process %d uses: %w", pid, err)
	}
	return parseUsage(string(stat))
}

// clockTick is the unit of processor time in /proc: USER_HZ is 100 on every architecture Go runs on.
const clockTick = 10 * time.Millisecond

// parseUsage reads utime, stime and rss, fields 14, 15 and 24 of proc_pid_stat(5). Field 2 is a name in parentheses that
// may itself hold spaces and parentheses, so counting starts behind its last one.
func parseUsage(stat string) (u Usage, err error) {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 22 {
		return u, fmt.Errorf("read what a process uses: %q has too few fields", stat)
	}
	var figures [3]int64 // user ticks, system ticks, resident pages
	for i, at := range [3]int{11, 12, 21} {
		if figures[i], err = strconv.ParseInt(fields[at], 10, 64); err != nil {
			return u, fmt.Errorf("read what a process uses: %w", err)
		}
	}
	u.CPU = time.Duration(figures[0]+figures[1]) * clockTick
	u.RSS = figures[2] * int64(os.Getpagesize())
	return u, nil
}
