package postgres

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// A database is how to connect to one.
type database struct {
	config  *pgxpool.Config
	timeout time.Duration
}

func newDatabase(url string, o Options) (database, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil { // whose text hides the password
		return database{}, fmt.Errorf("the address of the database cannot be read; write postgres://user:password@host:5432/name: %w", err)
	}
	if config.ConnConfig.ValidateConnect == nil {
		config.ConnConfig.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	}
	limit := strconv.FormatInt(o.Timeout.Milliseconds(), 10)
	for name, value := range map[string]string{
		"application_name": "orderup",
		// The server gives up when we would, and does not keep the locks of a node
		// that died unnoticed.
		"statement_timeout": limit, "lock_timeout": limit, "idle_in_transaction_session_timeout": limit,
		"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3",
	} {
		if _, set := config.ConnConfig.RuntimeParams[name]; !set {
			config.ConnConfig.RuntimeParams[name] = value
		}
	}
	return database{config, o.Timeout}, nil
}

// pool returns the connections to read with: one for each core and at least
// four, unless the URL says pool_max_conns. Who finds none free waits.
func (d database) pool(ctx context.Context) (*pgxpool.Pool, error) {
	return pgxpool.NewWithConfig(ctx, d.config.Copy())
}

// connect returns a connection with some parameters of its own.
func (d database) connect(ctx context.Context, parameters map[string]string) (*pgx.Conn, error) {
	config := d.config.ConnConfig.Copy()
	for name, value := range parameters {
		config.RuntimeParams[name] = value
	}
	return pgx.ConnectConfig(ctx, config)
}
