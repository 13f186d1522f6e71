package lossyfs

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite"
)

// writerEnv makes the test binary the victim instead: a program that writes rows into the database the variable
// names and prints each row's number once SQLite says it is committed. It must be a process of its own: one that
// maps a file which it serves itself can wait for itself for ever.
const writerEnv = "LOSSYFS_TEST_WRITER"

func TestMain(m *testing.M) {
	if dsn := os.Getenv(writerEnv); dsn != "" {
		fmt.Fprintln(os.Stderr, write(dsn))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func write(dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE IF NOT EXISTS t (n INTEGER PRIMARY KEY, pad TEXT)"); err != nil {
		return err
	}
	for {
		var n int
		if err := db.QueryRow("INSERT INTO t(pad) VALUES (hex(randomblob(200))) RETURNING n").Scan(&n); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// needFUSE fails in CI, where the machine must be able to mount, and skips on a desk that cannot.
func needFUSE(t *testing.T) {
	t.Helper()
	if err := Available(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
}

func attach(t *testing.T, d *Disk, dir string) *Mount {
	t.Helper()
	m, err := Attach(d, dir)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func detach(t *testing.T, m *Mount) {
	t.Helper()
	if err := m.Detach(); err != nil {
		t.Error(err)
	}
}

func TestFilesBehaveThroughTheKernel(t *testing.T) {
	needFUSE(t)
	d, dir := NewDisk(), t.TempDir()
	m := attach(t, d, dir)
	defer detach(t, m)
	path := filepath.Join(dir, "a")
	if err := os.WriteFile(path, []byte("hello, kitchen"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path, path+"2"); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path+"2", 5); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path + "2")
	if err != nil || string(got) != "hello" {
		t.Errorf("read %q, %v", got, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != "a2" {
		t.Errorf("the folder lists %v, %v", entries, err)
	}
	if err := os.Remove(path + "2"); err != nil {
		t.Error(err)
	}
	if err := os.Remove(path + "2"); !os.IsNotExist(err) {
		t.Errorf("removing a file twice gave %v", err)
	}
	if names := d.Names(); len(names) != 0 {
		t.Errorf("the disk still holds %q", names)
	}
}

// SQLite's own promise is the measure of the disk: synchronous=FULL survives any cut, NORMAL and OFF must not, or
// the disk forgets nothing and every test on it is worthless.
func TestSQLiteSurvivesOnlyWhenItSyncs(t *testing.T) {
	needFUSE(t)
	for _, c := range []struct {
		synchronous string
		loses       bool
	}{{"FULL", false}, {"NORMAL", true}, {"OFF", true}} {
		t.Run(c.synchronous, func(t *testing.T) {
			d := NewDisk()
			acked := runWriter(t, d, c.synchronous, 300)
			d.PowerCut(DropAll)
			kept := rows(t, d)
			t.Logf("synchronous=%s: %d acknowledged, %d there after the power cut", c.synchronous, acked, kept)
			if lost := kept < acked; lost != c.loses {
				t.Errorf("synchronous=%s: lost acknowledged rows: %v, want %v", c.synchronous, lost, c.loses)
			}
		})
	}
}

// runWriter lets the victim commit n rows on d, kills it, and returns the number of the last row it acknowledged.
func runWriter(t *testing.T, d *Disk, synchronous string, n int) int {
	t.Helper()
	dir := t.TempDir()
	m := attach(t, d, dir)
	defer detach(t, m)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	victim := exec.CommandContext(ctx, os.Args[0])
	victim.Env = append(os.Environ(), writerEnv+"=file:"+filepath.Join(dir, "t.db")+
		"?_pragma=journal_mode(WAL)&_pragma=synchronous("+synchronous+")")
	victim.Stderr = os.Stderr
	victim.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	last := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if last, err = strconv.Atoi(lines.Text()); err != nil {
			t.Errorf("the writer printed %q", lines.Text())
		}
		if last == n {
			stop() // kills it
		}
	}
	_ = victim.Wait() // killed, as it should be
	if last < n {
		t.Fatalf("the writer stopped by itself after %d rows", last)
	}
	return last
}

// rows counts what is readable of the database on d; a database that is gone or broken holds nothing.
func rows(t *testing.T, d *Disk) int {
	t.Helper()
	dir := t.TempDir()
	if err := d.Export(dir); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "t.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := db.QueryRow("SELECT count(*) FROM t").Scan(&n); err != nil {
		t.Logf("the database cannot be read: %v", err)
	}
	return n
}
