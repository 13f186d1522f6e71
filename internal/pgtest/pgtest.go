//go:build unix

// Package pgtest runs a PostgreSQL of Debian's package for tests and
// measurements: a cluster of its own in a temporary folder, on a free port of
// this computer, as a user who is not root, with fsync on. It ends with the
// program that started it, even when that crashes.
package pgtest

import (
	"context"
	"errors"
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

var shared = sync.OnceValues(func() (*Cluster, error) { return New("") })

// Own returns a cluster for one test, which may do to it what it likes. It ends
// with the test.
func Own(t testing.TB) *Cluster {
	t.Helper()
	c, err := New("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
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
	url, err := c.Create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// Create makes a fresh database, as Database does, outside of tests.
func (c *Cluster) Create(ctx context.Context) (url string, err error) {
	name := fmt.Sprint("test", c.last.Add(1))
	if err := execute(ctx, c.URL("postgres"), `CREATE DATABASE `+name+` TEMPLATE template0`); err != nil {
		return "", fmt.Errorf("make a database: %w", err)
	}
	return c.URL(name), nil
}

// Exec runs a statement as another program would.
func (c *Cluster) Exec(t testing.TB, url, query string) {
	t.Helper()
	if err := execute(t.Context(), url, query); err != nil {
		t.Fatal(err)
	}
}

func execute(ctx context.Context, url, query string) (err error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	_, err = conn.Exec(ctx, query)
	return err
}
