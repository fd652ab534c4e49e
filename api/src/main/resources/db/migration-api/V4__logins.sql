-- Logins that last, the tokens that renew them, and the keys that sign what they are shown by.

ALTER TABLE accounts ADD COLUMN email text;                 -- as it was given; proves nothing
ALTER TABLE accounts ADD COLUMN last_login_at timestamptz;
CREATE UNIQUE INDEX accounts_by_email ON accounts (lower(email));
CREATE UNIQUE INDEX accounts_by_lower_name ON accounts (lower(name));

CREATE TABLE logins (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts (id),
  how text NOT NULL,                  -- password, or the name of a provider
  agent text NOT NULL,                -- what the client calls itself
  address text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_why text
);
CREATE INDEX logins_by_account ON logins (account_id);
CREATE INDEX logins_by_end ON logins (expires_at);

-- Only SHA-256. One that is used twice has been stolen: its login ends.
CREATE TABLE refresh_tokens (
  hash bytea PRIMARY KEY,
  login_id text NOT NULL REFERENCES logins (id) ON DELETE CASCADE,
  made_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX refresh_tokens_by_login ON refresh_tokens (login_id);

-- Keys that sign access tokens (ES256). The private half is sealed with a key of the secrets
-- directory, so that a copy of this table signs nothing.
CREATE TABLE signing_keys (
  kid text PRIMARY KEY,
  private_key text NOT NULL,
  public_key text NOT NULL,
  signs_from timestamptz NOT NULL,    -- published before, so that others know it in time
  ends_at timestamptz NOT NULL        -- believed until
);
