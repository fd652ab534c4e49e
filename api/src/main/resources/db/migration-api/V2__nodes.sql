-- How machines become nodes, and what the older node agent's paths refer to.

-- Invitations: each is good for one machine and for a while. Only the SHA-256 is kept.
CREATE TABLE join_tokens (
  hash bytea PRIMARY KEY,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,                -- null while it is good
  node text                           -- who used it
);
CREATE INDEX join_tokens_by_end ON join_tokens (expires_at);

-- Machines that have joined, with the SHA-256 of what they were given.
CREATE TABLE node_members (
  node text PRIMARY KEY,
  host text NOT NULL,                 -- where its players connect; empty: the api's own host
  proxy_hash bytea UNIQUE,
  telemetry_hash bytea UNIQUE,
  joined_at timestamptz NOT NULL,
  seen_at timestamptz                 -- when it first used what it was given
);

-- What the older node agent called a server, which was a number.
CREATE TABLE agent_servers (
  agent_id bigint PRIMARY KEY,
  server_id text NOT NULL
);
