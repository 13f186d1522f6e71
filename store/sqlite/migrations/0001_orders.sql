-- +goose Up

-- Names and meanings here are read by other programs (backups, reliability
-- rigs): add, do not rename. Times are milliseconds since 1970 UTC, money is in
-- minor units.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT;

CREATE TABLE locations (
    id          TEXT PRIMARY KEY,
    name        TEXT    NOT NULL,
    zone        TEXT    NOT NULL,
    day_start   INTEGER NOT NULL CHECK (day_start BETWEEN 0 AND 1439),
    currency    TEXT    NOT NULL CHECK (length(currency) = 3),
    last_seq    INTEGER NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
    last_number INTEGER NOT NULL DEFAULT 0 CHECK (last_number >= 0),
    number_day  TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE orders (
    id           TEXT PRIMARY KEY,
    location_id  TEXT    NOT NULL REFERENCES locations (id),
    day          TEXT    NOT NULL,
    number       INTEGER NOT NULL CHECK (number >= 1),
    status       TEXT    NOT NULL CHECK (status IN ('pending', 'in_progress', 'ready', 'completed', 'cancelled')),
    version      INTEGER NOT NULL CHECK (version >= 1),
    customer     TEXT    NOT NULL,
    total        INTEGER NOT NULL CHECK (total >= 0),
    currency     TEXT    NOT NULL CHECK (length(currency) = 3),
    items        TEXT    NOT NULL, -- JSON, as order.Line
    ready_by     INTEGER NOT NULL,
    placed_at    INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    completed_at INTEGER,
    reason       TEXT    NOT NULL DEFAULT '',
    UNIQUE (location_id, day, number)
) STRICT;

-- Ids are UUIDs of version 7: their order is the order of time. The second index
-- serves pages of a status and, because it has all that it adds up, the tally.
CREATE INDEX orders_newest ON orders (location_id, id);
CREATE INDEX orders_status ON orders (location_id, status, id, total);

CREATE TABLE events (
    location_id TEXT    NOT NULL REFERENCES locations (id),
    seq         INTEGER NOT NULL CHECK (seq >= 1),
    order_id    TEXT    NOT NULL,
    version     INTEGER NOT NULL CHECK (version >= 1),
    type        TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    body        TEXT    NOT NULL, -- JSON, as order.Event
    PRIMARY KEY (location_id, seq),
    UNIQUE (order_id, version)
) STRICT;

CREATE TABLE idempotency (
    location_id TEXT    NOT NULL REFERENCES locations (id),
    key         TEXT    NOT NULL,
    hash        BLOB    NOT NULL,
    at          INTEGER NOT NULL,
    result      TEXT    NOT NULL,
    PRIMARY KEY (location_id, key)
) STRICT;

CREATE INDEX idempotency_at ON idempotency (at);
