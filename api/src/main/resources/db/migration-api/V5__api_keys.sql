-- What programs present instead of a login. Only SHA-256 (192 random bits).
CREATE TABLE api_keys (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts (id),
  name text NOT NULL,
  hash bytea NOT NULL UNIQUE,
  scopes text[] NOT NULL,
  networks text[] NOT NULL,           -- CIDR; none: from everywhere
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  used_from text,
  refused_at timestamptz,             -- when it last came from a network that is not allowed
  refused_from text
);
CREATE INDEX api_keys_by_account ON api_keys (account_id);
