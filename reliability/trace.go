package reliability

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// Call is one system call on a file descriptor, as `strace -f -y` saw it. Began and Ended are lines of the trace:
// strace writes them in the order in which the kernel stopped the threads, so they compare across threads.
type Call struct {
	Name  string // "fdatasync"
	Path  string // what the descriptor stands for: a path, or "socket:[4711]"
	Data  string // what was written, with strace's escapes; "" when the call takes none
	Whole bool   // whether Data is all of it: strace cuts long strings
	Began int
	Ended int
	Done  int64 // what the call returned
}

var (
	// 4711 pwrite64(5</tmp/orders.db-wal>, "..."..., 24, 32) = 24
	begun = regexp.MustCompile(`^(\d+) +(\w+)\(\d+<([^>]*)>(?:, "((?:[^"\\]|\\.)*)"(\.\.\.)?)?`)
	// 4711 <... fdatasync resumed>) = 0
	resumed = regexp.MustCompile(`^(\d+) +<\.\.\. (\w+) resumed>`)
	result  = regexp.MustCompile(`\) += (-?\d+)(?: .*)?$`)
)

const unfinished = " <unfinished ...>"

// ReadTrace reads the output of strace and hands every finished call to visit, in the order in which they ended.
func ReadTrace(r io.Reader, visit func(Call)) error {
	underWay := map[string]Call{} // by thread
	lines := bufio.NewReaderSize(r, 1<<20)
	for n := 1; ; n++ {
		line, err := lines.ReadString('\n')
		if line = strings.TrimSuffix(line, "\n"); line != "" {
			readLine(line, n, underWay, visit)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read line %d of the trace: %w", n, err)
		}
	}
}

// readLine also sees lines about signals and exits, and calls without a descriptor: they are none of ours.
func readLine(line string, n int, underWay map[string]Call, visit func(Call)) {
	if m := begun.FindStringSubmatch(line); m != nil {
		c := Call{Name: m[2], Path: m[3], Data: m[4], Whole: m[5] == "", Began: n}
		if strings.HasSuffix(line, unfinished) {
			underWay[m[1]] = c
			return
		}
		finish(c, line, n, visit)
		return
	}
	if m := resumed.FindStringSubmatch(line); m != nil && underWay[m[1]].Name == m[2] {
		finish(underWay[m[1]], line, n, visit)
		delete(underWay, m[1])
	}
}

func finish(c Call, line string, n int, visit func(Call)) {
	m := result.FindStringSubmatch(line)
	if m == nil {
		return // "= ?": the process ended in the call
	}
	done, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return // no call returns a number of more than 64 bits
	}
	c.Ended, c.Done = n, done
	visit(c)
}

// unescape turns at most limit bytes of strace's notation back into bytes.
func unescape(s string, limit int) []byte {
	var out []byte
	for s != "" && len(out) < limit {
		if s[0] != '\\' || len(s) == 1 {
			out, s = append(out, s[0]), s[1:]
			continue
		}
		if digits := octal(s[1:]); digits > 0 {
			v, _ := strconv.ParseUint(s[1:1+digits], 8, 16) // three octal digits at most
			out, s = append(out, byte(v)), s[1+digits:]
			continue
		}
		b := s[1]
		if i := strings.IndexByte("ntrvf", b); i >= 0 {
			b = "\n\t\r\v\f"[i]
		}
		out, s = append(out, b), s[2:]
	}
	return out
}

// octal counts the octal digits, at most three, that s begins with.
func octal(s string) int {
	n := 0
	for n < len(s) && n < 3 && s[n] >= '0' && s[n] <= '7' {
		n++
	}
	return n
}
