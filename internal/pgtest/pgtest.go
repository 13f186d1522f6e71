//go:build unix

// Package pgtest runs a PostgreSQL of Debian's package for tests: a cluster of
// its own in a temporary folder, on a free port of this computer, as a user
// who is not root, with fsync on. It ends with the test binary, even when that
// crashes.
package pgtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Start returns the URL of a fresh database, on a cluster that all tests of the
// binary share.
func Start(t testing.TB) string {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return c.Database(t)
}

var shared = sync.OnceValues(func() (*Cluster, error) { return newCluster() })

// Own returns a cluster for one test, which may do to it what it likes. It ends
// with the test.
func Own(t testing.TB) *Cluster {
	t.Helper()
	c, err := newCluster()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.end)
	return c
}

// A Cluster is a PostgreSQL server with its data.
type Cluster struct {
	folder string // holds data, log and socket
	bin    string // where the server's programs are
	port   int
	guard  *os.File // while it is open the guard lets the cluster live
	last   atomic.Int64
}

// Data returns the folder of the data.
func (c *Cluster) Data() string { return filepath.Join(c.folder, "data") }

// Log returns what the server has written to its log.
func (c *Cluster) Log() string {
	text, err := os.ReadFile(filepath.Join(c.folder, "log"))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// URL returns how to connect to a database as the owner.
func (c *Cluster) URL(database string) string {
	return fmt.Sprintf("postgres://orderup@127.0.0.1:%d/%s?sslmode=disable", c.port, database)
}

// Address returns the host and port where the server listens.
func (c *Cluster) Address() string { return "127.0.0.1:" + strconv.Itoa(c.port) }

// Database makes a fresh database and returns its URL.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprint("test", c.last.Add(1))
	c.Exec(t, c.URL("postgres"), `CREATE DATABASE `+name+` TEMPLATE template0`)
	return c.URL(name)
}

// Exec runs a statement as another program would.
func (c *Cluster) Exec(t testing.TB, url, query string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}
