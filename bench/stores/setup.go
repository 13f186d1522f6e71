package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"orderup/bench"
	"orderup/internal/pgtest"
)

// setup is a way to keep orders.
type setup struct {
	store string // as the tables show it
	nodes int    // that share a PostgreSQL; 0 for SQLite
	alone bool   // one commit per order, instead of group commit
}

// setups lists what is compared, those with group commit before the same without.
func setups() []setup {
	return []setup{
		{"SQLite", 0, false}, {"SQLite", 0, true},
		{"PostgreSQL, one node", 1, false}, {"PostgreSQL, one node", 1, true},
		{"PostgreSQL, two nodes", 2, false}, {"PostgreSQL, two nodes", 2, true},
	}
}

func (s setup) String() string {
	if s.alone {
		return s.store + ", one commit per order"
	}
	return s.store
}

// installation is a setup that runs.
type installation struct {
	setup
	nodes   []*bench.Server
	cluster *pgtest.Cluster // nil for SQLite
}

// newCluster starts a PostgreSQL in a folder, which is made if it is missing: the system's folder for temporary files is
// often memory, where a sync costs nothing.
func newCluster(folder string) (*pgtest.Cluster, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	return pgtest.New(folder)
}

// open starts the nodes of a setup with no orders yet; the caller must close them.
func open(ctx context.Context, s setup, orderup string, cluster *pgtest.Cluster) (*installation, error) {
	if s.nodes == 0 {
		return openNodes(ctx, &installation{setup: s}, orderup, []string{"--db", "sqlite:{dir}/orderup.db"}, 1)
	}
	url, err := cluster.Create(ctx)
	if err != nil {
		return nil, err
	}
	return openNodes(ctx, &installation{setup: s, cluster: cluster}, orderup, []string{"--db", url}, s.nodes)
}

func openNodes(ctx context.Context, in *installation, orderup string, database []string, n int) (*installation, error) {
	command := append([]string{orderup, "--listen", "127.0.0.1:0"}, database...)
	if in.alone {
		command = append(command, "--commit-batch", "1")
	}
	for i := range n {
		name := fmt.Sprintf("node-%d", i+1)
		kind := bench.Kind{Name: in.String() + ", " + name, Command: append(slices.Clone(command), "--node", name)}
		node, err := bench.Start(ctx, kind, -1)
		if err != nil {
			return nil, errors.Join(err, in.close())
		}
		in.nodes = append(in.nodes, node)
	}
	return in, nil
}

func (in *installation) close() error {
	var errs []error
	for _, node := range in.nodes {
		errs = append(errs, node.Stop())
	}
	return errors.Join(errs...)
}

func (in *installation) addresses() []string {
	var all []string
	for _, node := range in.nodes {
		all = append(all, node.Address)
	}
	return all
}

// used is processor time.
type used struct{ nodes, database time.Duration }

// cpu returns what the nodes have used so far, and PostgreSQL, which serves nobody else meanwhile.
func (in *installation) cpu() (used, error) {
	var u used
	for _, node := range in.nodes {
		d, err := node.CPU()
		if err != nil {
			return used{}, err
		}
		u.nodes += d
	}
	if in.cluster == nil {
		return u, nil
	}
	processes := in.cluster.Processes()
	if len(processes) == 0 {
		return used{}, errors.New("PostgreSQL does not run any more")
	}
	var err error
	u.database, err = bench.FamilyCPU(processes[0], processes[1:])
	return u, err
}
