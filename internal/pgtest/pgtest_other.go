//go:build !unix

// Package pgtest runs a PostgreSQL for tests, on Unix only.
package pgtest

import "testing"

const unixOnly = "the tests of PostgreSQL need a Unix system"

// Start is for Unix.
func Start(t testing.TB) string { t.Helper(); t.Fatal(unixOnly); return "" }

// Own is for Unix.
func Own(t testing.TB) *Cluster { t.Helper(); t.Fatal(unixOnly); return nil }

// A Cluster is for Unix.
type Cluster struct{}

// Data is for Unix.
func (c *Cluster) Data() string { return "" }

// Log is for Unix.
func (c *Cluster) Log() string { return "" }

// URL is for Unix.
func (c *Cluster) URL(string) string { return "" }

// Address is for Unix.
func (c *Cluster) Address() string { return "" }

// Database is for Unix.
func (c *Cluster) Database(testing.TB) string { return "" }

// Exec is for Unix.
func (c *Cluster) Exec(testing.TB, string, string) {}

// Kill is for Unix.
func (c *Cluster) Kill(testing.TB) {}

// Restart is for Unix.
func (c *Cluster) Restart(testing.TB) {}

// Pause is for Unix.
func (c *Cluster) Pause(testing.TB) {}

// Resume is for Unix.
func (c *Cluster) Resume(testing.TB) {}
