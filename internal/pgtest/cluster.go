//go:build unix

package pgtest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// oldest is the first version that orderup runs on.
const oldest = 15

// New makes a cluster in a new folder below parent, the system's folder for
// temporary files if that is empty, and starts it. It is for programs that
// measure: the caller must Close it, and it ends with the program at the latest.
// The user who runs PostgreSQL must be able to reach parent.
func New(parent string) (*Cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp(parent, "pgtest")
	if err != nil {
		return nil, err
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return nil, err
	}
	c := &Cluster{folder: folder, bin: bin}
	if err := c.prepare(); err != nil {
		c.Close()
		return nil, fmt.Errorf("make a PostgreSQL cluster in %s: %w", folder, err)
	}
	return c, nil
}

// programs finds the newest server that is installed.
func programs() (string, error) {
	folders, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	newest, found := 0, ""
	for _, bin := range folders {
		if version, err := strconv.Atoi(filepath.Base(filepath.Dir(bin))); err == nil && version > newest {
			newest, found = version, bin
		}
	}
	if newest < oldest {
		return "", fmt.Errorf("the tests need PostgreSQL %d or newer; run scripts/install-tools", oldest)
	}
	return found, nil
}

func (c *Cluster) prepare() error {
	if err := c.owner().give(c.folder); err != nil {
		return err
	}
	if err := c.watch(); err != nil {
		return err
	}
	if err := c.run("initdb", "--pgdata", c.Data(), "--username", "orderup", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Data(), "pg_hba.conf"), []byte(access), 0o600); err != nil {
		return err
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	c.port = port
	settings := fmt.Sprintf(settings, port, c.folder)
	if err := os.WriteFile(filepath.Join(c.Data(), "postgresql.auto.conf"), []byte(settings), 0o600); err != nil {
		return err
	}
	for _, file := range []string{"pg_hba.conf", "postgresql.auto.conf"} {
		if err := c.owner().give(filepath.Join(c.Data(), file)); err != nil {
			return err
		}
	}
	return c.start()
}

// Everybody of this computer is let in, but for a user "guest" who needs a
// password.
const access = `
local all all               trust
host  all guest 127.0.0.1/32 scram-sha-256
host  all all   127.0.0.1/32 trust
`

const settings = `
port = %d
listen_addresses = '127.0.0.1'
unix_socket_directories = '%s'
fsync = on
max_connections = 200
shared_buffers = '64MB'
`

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// watch starts a guard that ends the cluster and removes its folder as soon as
// the other end of its input is closed, as the death of this process does too.
func (c *Cluster) watch() error {
	guarded, guard, err := os.Pipe()
	if err != nil {
		return err
	}
	defer guarded.Close()
	cmd := exec.Command("/bin/sh", "-c", `
		cat >/dev/null
		pid=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null)
		if [ -n "$pid" ]; then
			kill -CONT "$pid"; kill -QUIT "$pid"
			for i in $(seq 100); do kill -0 "$pid" || break; sleep 0.05; done
		fi 2>/dev/null
		rm -rf "$0"`, c.folder)
	cmd.Stdin, cmd.Dir = guarded, "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // Ctrl-C is not for it
	if err := cmd.Start(); err != nil {
		return errors.Join(err, guard.Close())
	}
	c.guard = guard
	return cmd.Process.Release()
}

// Close ends the cluster and removes its data; the guard does the work, when
// this returns.
func (c *Cluster) Close() {
	if c.guard == nil {
		_ = os.RemoveAll(c.folder)
		return
	}
	_ = c.guard.Close()
}

// run runs one of the server's programs as the owner of the cluster.
func (c *Cluster) run(program string, args ...string) error {
	cmd := exec.Command(filepath.Join(c.bin, program), args...)
	cmd.Dir, cmd.SysProcAttr = c.folder, c.owner().attributes()
	out, err := os.CreateTemp(c.folder, program)
	if err != nil {
		return err
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out // a file: what stays running must not hold a pipe of ours
	if err := cmd.Run(); err != nil {
		text, _ := os.ReadFile(out.Name())
		return fmt.Errorf("%s: %w\n%s", program, err, bytes.TrimSpace(text))
	}
	return nil
}

// An owner is who runs the server; nil for this user.
type owner struct{ uid, gid int }

// owner returns somebody else when this user is root, as whom PostgreSQL does
// not run.
func (c *Cluster) owner() *owner {
	if os.Geteuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.Atoi(u.Uid)
		gid, gidErr := strconv.Atoi(u.Gid)
		if uidErr == nil && gidErr == nil {
			return &owner{uid, gid}
		}
	}
	return nil
}

func (o *owner) attributes() *syscall.SysProcAttr {
	if o == nil {
		return nil
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(o.uid), Gid: uint32(o.gid)}}
}

func (o *owner) give(path string) error {
	if o == nil {
		return nil
	}
	return os.Chown(path, o.uid, o.gid)
}

// Processes returns the server's main process and, behind it, its children,
// which Linux tells; none when it does not run.
func (c *Cluster) Processes() []int {
	text, err := os.ReadFile(filepath.Join(c.Data(), "postmaster.pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	line, _, _ := strings.Cut(string(text), "\n")
	main, err := strconv.Atoi(line)
	if err != nil {
		return nil
	}
	pids := []int{main}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, stat := range stats {
		if pid, parent := parentOf(stat); parent == main {
			pids = append(pids, pid)
		}
	}
	return slices.Compact(pids)
}

// parentOf reads a process and its parent from /proc/PID/stat (proc(5)).
func parentOf(stat string) (pid, parent int) {
	fields := statFields(stat)
	if len(fields) < 2 {
		return 0, 0
	}
	pid, _ = strconv.Atoi(filepath.Base(filepath.Dir(stat)))
	parent, _ = strconv.Atoi(fields[1])
	return pid, parent
}

// state returns how a process is: "R", "S", ... "Z" for one that is dead, and
// nothing for one that is gone.
func state(pid int) string {
	fields := statFields(fmt.Sprintf("/proc/%d/stat", pid))
	if len(fields) == 0 {
		return ""
	}
	return fields[0]
}

// statFields returns what follows the name of a process.
func statFields(stat string) []string {
	text, _ := os.ReadFile(stat) // it may be gone meanwhile
	_, after, _ := strings.Cut(string(text), ") ")
	return strings.Fields(after)
}
