-- Copies of worlds, and servers that were restarted on another node.

-- Which place of its server a reservation is; grows when the server leaves a lost node.
ALTER TABLE allocations ADD COLUMN generation integer NOT NULL DEFAULT 1;

-- What a server has left on a lost node: container, network and volumes lie there until somebody
-- discards them, so their ports, subnet, memory and cores stay promised.
CREATE TABLE stranded (
  server_id text NOT NULL,
  generation integer NOT NULL,
  node text NOT NULL,
  port integer NOT NULL,              -- first of the block
  ports integer NOT NULL,             -- how many
  subnet text NOT NULL,
  memory_bytes bigint NOT NULL,
  milli_cpus bigint NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (server_id, generation)
);
CREATE INDEX stranded_by_node ON stranded (node);

-- One row per backup and per attempt at one; the newest ten that failed are kept of each server.
-- NOTIFY server_changed, payload = server id, comes with every change.
CREATE TABLE server_backups (
  server_id text NOT NULL,
  backup_id text NOT NULL,
  state text NOT NULL,                -- IN_PROGRESS COMPLETE FAILED
  why text NOT NULL,                  -- ASLEEP ASKED
  asked_by text NOT NULL,             -- empty unless ASKED
  node text NOT NULL,                 -- which node wrote it
  at timestamptz NOT NULL,            -- since when the world was at rest
  ended_at timestamptz,               -- null while IN_PROGRESS
  codec text NOT NULL,                -- tar.zst; empty unless COMPLETE, like all that follows
  sha256 text NOT NULL,
  bytes bigint NOT NULL,
  world_bytes bigint NOT NULL,
  reason text NOT NULL,               -- why it FAILED
  PRIMARY KEY (server_id, backup_id)
);
CREATE INDEX server_backups_by_age ON server_backups (server_id, at);
