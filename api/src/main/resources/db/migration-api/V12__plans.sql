-- What an account may have, by the name of a plan of the configuration; null for the usual one.
ALTER TABLE accounts ADD COLUMN plan text CHECK (plan ~ '^[a-z][a-z0-9-]{0,30}$');

-- Servers that were told to wake: they count as awake for the moment until their workflow has
-- written so, so that of many wakes at once no more pass than a plan allows.
CREATE TABLE wake_orders (
  server_id text PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now()
);
