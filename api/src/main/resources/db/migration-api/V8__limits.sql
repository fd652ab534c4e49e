-- What every api process counts together. Not worth its write-ahead log: after a crash of
-- PostgreSQL everybody begins anew.

-- Generic cell rate: when the caller's budget will be whole again.
CREATE UNLOGGED TABLE rate_limits (
  key bytea PRIMARY KEY,              -- SHA-256
  whole_at timestamptz NOT NULL
);
CREATE INDEX rate_limits_by_end ON rate_limits (whole_at);

-- Wrong passwords and codes of late. Keys by SHA-256: people type passwords into the wrong field.
CREATE TABLE login_tries (
  key bytea PRIMARY KEY,
  tries integer NOT NULL,
  first_at timestamptz NOT NULL
);
CREATE INDEX login_tries_by_time ON login_tries (first_at);

-- Callers who have proved a name before.
CREATE TABLE login_proofs (
  key bytea PRIMARY KEY,
  at timestamptz NOT NULL
);
CREATE INDEX login_proofs_by_time ON login_proofs (at);
