package bench

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Usage is what a server has used so far.
type Usage struct {
	User, System time.Duration // processor time, in steps of 10 ms
	Resident     int           // bytes of memory, now
}

// Usage reads it from /proc: it needs Linux.
func (s *Server) Usage() (Usage, error) {
	folder := fmt.Sprintf("/proc/%d/", s.cmd.Process.Pid)
	stat, err := os.ReadFile(folder + "stat")
	if err != nil {
		return Usage{}, fmt.Errorf("read what %s uses: %w", s.Kind.Name, err)
	}
	return parseUsage(string(stat), os.Getpagesize())
}

// parseUsage takes utime, stime and rss, fields 14, 15 and 24 of proc_pid_stat(5); see parseCPU.
func parseUsage(stat string, page int) (Usage, error) {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 22 {
		return Usage{}, fmt.Errorf("read usage: %q has too few fields", stat)
	}
	var values [3]int64
	for i, field := range []string{fields[11], fields[12], fields[21]} {
		v, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return Usage{}, fmt.Errorf("read usage: %w", err)
		}
		values[i] = v
	}
	return Usage{
		User:     time.Duration(values[0]) * clockTick,
		System:   time.Duration(values[1]) * clockTick,
		Resident: int(values[2]) * page,
	}, nil
}
