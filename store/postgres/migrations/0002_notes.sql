-- +goose Up

CREATE TABLE notes (
    location_id text COLLATE "C" NOT NULL REFERENCES locations (id),
    name        text COLLATE "C" NOT NULL,
    text        bytea, -- NULL for a note that was taken away
    PRIMARY KEY (location_id, name)
);

-- What the nodes tell each other. It may be lost: no write-ahead log for it.
CREATE UNLOGGED TABLE presence (
    location_id text COLLATE "C" NOT NULL,
    node        text COLLATE "C" NOT NULL,
    at          timestamptz NOT NULL,
    text        bytea NOT NULL,
    PRIMARY KEY (location_id, node)
);
