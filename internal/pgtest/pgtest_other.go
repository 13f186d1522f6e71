//go:build !unix

// Package pgtest runs a PostgreSQL for tests, on Unix only.
package pgtest

import (
	"context"
	"errors"
	"testing"
)

const unixOnly = "a PostgreSQL for tests needs a Unix system"

// Start is for Unix.
func Start(t testing.TB) string { t.Helper(); t.Fatal(unixOnly); return "" }

// Own is for Unix.
func Own(t testing.TB) *Cluster { t.Helper(); t.Fatal(unixOnly); return nil }

// New is for Unix.
func New(string) (*Cluster, error) { return nil, errors.New(unixOnly) }

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

// Create is for Unix.
func (c *Cluster) Create(context.Context) (string, error) { return "", errors.New(unixOnly) }

// Close is for Unix.
func (c *Cluster) Close() {}

// Processes is for Unix.
func (c *Cluster) Processes() []int { return nil }

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
