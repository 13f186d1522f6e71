package postgres_test

import (
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"

	"orderup/internal/pgtest"
	"orderup/store"
	"orderup/store/postgres"
)

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	c := pgtest.Own(t)
	c.Exec(t, c.URL("postgres"), `CREATE ROLE guest LOGIN PASSWORD 'tunafish'`)
	with := func(statement string) string {
		url := c.Database(t)
		name := url[strings.LastIndex(url, "/")+1 : strings.Index(url, "?")]
		c.Exec(t, c.URL("postgres"), strings.ReplaceAll(statement, "THIS", name))
		return url
	}
	as := func(user string) string { return strings.Replace(c.Database(t), "orderup@", user+"@", 1) }
	newer := c.Database(t)
	if err := open(t, newer, postgres.Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	c.Exec(t, newer, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (1000, true)`)
	for name, refused := range map[string]struct{ url, want string }{
		"nobody listens":    {strings.Replace(c.URL("x"), c.Address(), nobody(t), 1), "it cannot be reached; start it, or correct --db"},
		"wrong password":    {as("guest:tuna-wrong"), "the server does not accept this user or password; correct --db"},
		"no such user":      {as("stranger:tuna-wrong"), "the server does not accept this user or password; correct --db"},
		"no such database":  {c.URL("nowhere"), "there is no such database; make it with createdb nowhere"},
		"no right to write": {as("guest:tunafish"), "this user may not do that; make the user the owner of the database"},
		"a standby":         {with(`ALTER DATABASE THIS SET default_transaction_read_only = on`), "it takes no writes, as a standby does; name the primary"},
		"careless commits":  {with(`ALTER DATABASE THIS SET synchronous_commit = off`), "would lose orders in a crash; turn it on"},
		"newer schema":      {newer, "its schema has version 1000 and this orderup knows none above 3; start the newer orderup that wrote it"},
		"no address":        {"postgres://guest:tunafish@host:port/x", "write postgres://user:password@host:5432/name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := postgres.Open(t.Context(), refused.url, postgres.Options{Log: slog.New(slog.DiscardHandler)})
			if err == nil {
				s.Close()
				t.Fatal("no error")
			}
			if !strings.Contains(err.Error(), refused.want) {
				t.Errorf("%v\nwant ... %s", err, refused.want)
			}
			if strings.Contains(err.Error(), "tuna") {
				t.Errorf("the password is told: %v", err)
			}
		})
	}
}

// nobody returns an address at which nobody listens.
func nobody(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// Nodes that start at once agree on one schema and one identity.
func TestNodesStartAtOnce(t *testing.T) {
	t.Parallel()
	url := pgtest.Start(t)
	var nodes [6]store.Store
	var starting sync.WaitGroup
	for i := range nodes {
		starting.Go(func() {
			s, err := postgres.Open(t.Context(), url, postgres.Options{Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Error(err)
				return
			}
			t.Cleanup(func() { s.Close() })
			nodes[i] = s
		})
	}
	starting.Wait()
	for _, s := range nodes {
		if s == nil || s.Identity().Epoch != nodes[0].Identity().Epoch || string(s.Identity().Secret) != string(nodes[0].Identity().Secret) {
			t.Error("the nodes do not agree on what database this is")
		}
	}
}
