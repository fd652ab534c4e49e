-- Worlds of deleted servers that can be recovered for a while. Written by the worker alone
-- (KeptWorldActivities), one row per workflow kept/<server_id>.
CREATE TABLE kept_worlds (
  server_id text PRIMARY KEY,         -- the deleted server
  owner text NOT NULL,
  name text NOT NULL,
  game text NOT NULL,                 -- catalogue entry
  node text NOT NULL,                 -- the node that it lay on last; removes its archives
  spec jsonb NOT NULL,                -- the whole dev.overwinter.servers.ServerSpec of the deleted server
  backups jsonb NOT NULL,             -- list of dev.overwinter.backups.Backup, all complete, at least one
  world_at timestamptz NOT NULL,      -- since when the world of the newest of them was at rest
  bytes bigint NOT NULL,              -- of all archives
  deleted_at timestamptz NOT NULL,
  until timestamptz NOT NULL,         -- when it goes by itself
  lacks text NOT NULL,                -- what is not in it; empty when nothing is missing
  state text NOT NULL,                -- KEPT RECOVERING REMOVING
  recovered_as text NOT NULL,         -- the server that is being made of it; empty unless RECOVERING
  attempts integer NOT NULL,          -- how many servers could not be made of it
  note text NOT NULL                  -- why the last of them could not
);
CREATE INDEX kept_worlds_by_owner ON kept_worlds (owner, deleted_at);

-- Where the archive of a backup lies when that is not under its server's id: under that of the
-- deleted server that this one was recovered from. Empty otherwise.
ALTER TABLE server_backups ADD COLUMN stored_as text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX server_backups_stored_as ON server_backups (stored_as, backup_id)
  WHERE stored_as <> '';
