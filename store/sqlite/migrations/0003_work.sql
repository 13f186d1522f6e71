-- +goose Up

-- What the kitchen knows of an order: JSON, as order.Work.
ALTER TABLE orders ADD COLUMN work TEXT NOT NULL DEFAULT '{}';
