-- What belongs to the api alone: who may do what, and what was asked for. History table of these
-- migrations: flyway_api. The worker never reads or writes these tables.

CREATE TABLE accounts (
  id text PRIMARY KEY,
  name text NOT NULL UNIQUE,
  password_hash text NOT NULL,        -- argon2id
  admin boolean NOT NULL,
  disabled boolean NOT NULL,
  must_change boolean NOT NULL,       -- the password is a one-time one
  epoch integer NOT NULL,             -- tokens of an older epoch are dead
  created_at timestamptz NOT NULL
);

-- Tokens that were logged out before they expired.
CREATE TABLE revoked_tokens (
  id text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);

-- Every call that changed something or tried to.
CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  actor text NOT NULL,                -- name of the account, or webhook
  address text NOT NULL,              -- of the peer; no forwarded header is believed
  action text NOT NULL,               -- for example POST /api/servers/{id}/wake
  target text NOT NULL,               -- what it was done to; may be empty
  result integer NOT NULL             -- HTTP status
);
CREATE INDEX audit_by_time ON audit (at);

-- The secret with which a foreign proxy may wake one server; only its SHA-256 is kept.
CREATE TABLE webhook_tokens (
  server_id text PRIMARY KEY,
  hash bytea NOT NULL,
  created_at timestamptz NOT NULL
);

-- Servers that were asked for: makes a repeated request with the same Idempotency-Key find the
-- first one, and shows a server before its workflow has written its own row.
CREATE TABLE server_requests (
  id text PRIMARY KEY,
  owner text NOT NULL,
  idempotency_key text,
  body_hash text NOT NULL,
  spec jsonb NOT NULL,                -- the whole dev.overwinter.servers.ServerSpec
  requested_at timestamptz NOT NULL,
  started_at timestamptz,             -- when Temporal had accepted it
  UNIQUE (owner, idempotency_key)
);
