-- +goose Up

-- Names and meanings are those of the store on SQLite and are read by other
-- programs: add, do not rename. Times are milliseconds since 1970 UTC, money is
-- in minor units. Keys compare by their bytes.

CREATE TABLE meta (
    key   text COLLATE "C" PRIMARY KEY,
    value bytea NOT NULL
);

CREATE TABLE locations (
    id          text COLLATE "C" PRIMARY KEY,
    name        text    NOT NULL,
    zone        text    NOT NULL,
    day_start   integer NOT NULL CHECK (day_start BETWEEN 0 AND 1439),
    currency    text    NOT NULL CHECK (length(currency) = 3),
    last_seq    bigint  NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
    last_number bigint  NOT NULL DEFAULT 0 CHECK (last_number >= 0),
    number_day  text    NOT NULL DEFAULT ''
) WITH (fillfactor = 50); -- every commit changes a row: room for its next version beside it

CREATE TABLE orders (
    id           text COLLATE "C" NOT NULL,
    location_id  text COLLATE "C" NOT NULL REFERENCES locations (id),
    day          text COLLATE "C" NOT NULL,
    number       bigint NOT NULL CHECK (number >= 1),
    status       text COLLATE "C" NOT NULL CHECK (status IN ('pending', 'in_progress', 'ready', 'completed', 'cancelled')),
    version      bigint NOT NULL CHECK (version >= 1),
    customer     text   NOT NULL,
    total        bigint NOT NULL CHECK (total >= 0),
    currency     text   NOT NULL CHECK (length(currency) = 3),
    items        json   NOT NULL, -- as order.Line
    ready_by     bigint NOT NULL,
    placed_at    bigint NOT NULL,
    updated_at   bigint NOT NULL,
    completed_at bigint,
    reason       text   NOT NULL DEFAULT '',
    PRIMARY KEY (location_id, id),
    UNIQUE (location_id, day, number)
);

-- Every key begins with the location, so that no location costs another one
-- anything, and any of them can move to another database. Ids are UUIDs of
-- version 7: their order is the order of time. This index serves pages of a
-- status and, because it has all that it adds up, the tally.
CREATE INDEX orders_status ON orders (location_id, status, id) INCLUDE (total);

CREATE TABLE events (
    location_id text COLLATE "C" NOT NULL REFERENCES locations (id),
    seq         bigint NOT NULL CHECK (seq >= 1),
    order_id    text COLLATE "C" NOT NULL,
    version     bigint NOT NULL CHECK (version >= 1),
    type        text   NOT NULL,
    at          bigint NOT NULL,
    actor       text   NOT NULL,
    body        json   NOT NULL, -- as order.Event
    PRIMARY KEY (location_id, seq),
    UNIQUE (location_id, order_id, version)
);

CREATE TABLE idempotency (
    location_id text COLLATE "C" NOT NULL REFERENCES locations (id),
    key         text COLLATE "C" NOT NULL,
    hash        bytea  NOT NULL,
    at          bigint NOT NULL,
    result      text   NOT NULL, -- to be repeated byte by byte
    PRIMARY KEY (location_id, key)
);

CREATE INDEX idempotency_at ON idempotency (at);

-- Each writer's last batch, by which it knows whether a COMMIT without an answer
-- was stored.
CREATE TABLE writers (
    id    text COLLATE "C" PRIMARY KEY,
    batch bigint      NOT NULL,
    at    timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);
