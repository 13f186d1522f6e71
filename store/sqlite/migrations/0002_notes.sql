-- +goose Up

CREATE TABLE notes (
    location_id TEXT NOT NULL REFERENCES locations (id),
    name        TEXT NOT NULL,
    text        BLOB, -- NULL for a note that was taken away
    PRIMARY KEY (location_id, name)
) STRICT;
