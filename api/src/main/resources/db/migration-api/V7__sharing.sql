-- Who else may do what.

ALTER TABLE accounts ADD COLUMN owner boolean NOT NULL DEFAULT false;     -- of the installation
ALTER TABLE accounts ADD COLUMN operator boolean NOT NULL DEFAULT false;  -- runs all servers
UPDATE accounts SET owner = true WHERE name = 'admin';

CREATE TABLE server_members (
  server_id text NOT NULL,
  account_id text NOT NULL REFERENCES accounts (id),
  permissions text[] NOT NULL,
  added_by text NOT NULL,             -- name of the account
  added_at timestamptz NOT NULL,
  PRIMARY KEY (server_id, account_id)
);
CREATE INDEX server_members_by_account ON server_members (account_id);

-- Links that make whoever opens them a member. Only SHA-256 (192 random bits).
CREATE TABLE invitations (
  id text PRIMARY KEY,
  hash bytea NOT NULL UNIQUE,
  server_id text NOT NULL,
  permissions text[] NOT NULL,
  made_by text NOT NULL,              -- name of the account
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  uses_left integer NOT NULL
);
CREATE INDEX invitations_by_server ON invitations (server_id);

-- By whom, by name; empty for those that are older than members.
ALTER TABLE webhook_tokens ADD COLUMN made_by text NOT NULL DEFAULT '';

-- Links by which friends start one server without an account. Only SHA-256.
CREATE TABLE friend_links (
  server_id text PRIMARY KEY,
  hash bytea NOT NULL UNIQUE,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  used_at timestamptz
);
