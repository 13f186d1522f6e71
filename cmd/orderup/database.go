package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"orderup/feed"
	"orderup/feed/local"
	bells "orderup/feed/postgres"
	"orderup/store"
	"orderup/store/postgres"
	"orderup/store/sqlite"
)

// A keeper is a store with the figure that only its driver knows.
type keeper interface {
	store.Store
	Queued() int // transactions that wait for the one that is written
}

// A database is where the orders are kept, and the bell that tells of them.
type database struct {
	store  keeper
	bell   feed.Bell
	failed <-chan struct{} // closed when nothing can be written until the program is started again; nil where that cannot be
	close  func() error
}

// openDatabase opens what the flag --db names.
func (h *house) openDatabase(ctx context.Context, s settings, db string, m *metrics) error {
	kind, rest, _ := strings.Cut(db, ":")
	switch {
	case kind == "sqlite" && rest != "":
		return h.openSQLite(ctx, s, rest, m)
	case (kind == "postgres" || kind == "postgresql") && strings.HasPrefix(rest, "//"):
		return h.openPostgres(ctx, s, db, m)
	}
	return fmt.Errorf("--db %s: write sqlite:FILE, for example sqlite:orderup.db, or postgres://USER:PASSWORD@HOST:5432/NAME", describe(db))
}

func (h *house) openSQLite(ctx context.Context, s settings, path string, m *metrics) error {
	opened, err := sqlite.Open(ctx, path, sqlite.Options{
		MaxBatch: s.CommitBatch, OnCommit: m.committed, Log: h.log, UnsafeSynchronousOff: s.UnsafeSynchronous == "off",
	})
	if err != nil {
		return err
	}
	h.database = database{store: opened, bell: &local.Bell{}, failed: opened.Failed(), close: opened.Close}
	return nil
}

func (h *house) openPostgres(ctx context.Context, s settings, db string, m *metrics) error {
	if s.UnsafeSynchronous == "off" {
		return errors.New("--unsafe-synchronous is for SQLite: PostgreSQL's own settings decide when it syncs")
	}
	opened, err := postgres.Open(ctx, db, postgres.Options{MaxBatch: s.CommitBatch, OnCommit: m.committed, Log: h.log})
	if err != nil {
		return err
	}
	bell, err := bells.Open(db, h.log)
	if err != nil {
		return errors.Join(err, opened.Close())
	}
	h.database = database{store: opened, bell: bell, close: func() error {
		bell.Close()
		return opened.Close()
	}}
	return nil
}

// describe returns what of --db may be shown: no name, no password, no options.
func describe(db string) string {
	if strings.HasPrefix(db, "sqlite:") || !strings.ContainsAny(db, "@=:") {
		return db
	}
	u, err := url.Parse(db)
	if err != nil || u.Host == "" {
		return "(an address that cannot be read)"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
