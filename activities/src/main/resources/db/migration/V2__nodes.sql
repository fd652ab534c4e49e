-- Several nodes, several ports per server, and how far long steps are.

-- Every public port that is taken: a server has one block of consecutive ones, of which
-- allocations.port is the first. Ports of a node are given once, whatever happens at the same time.
CREATE TABLE allocated_ports (
  node text NOT NULL,
  port integer NOT NULL,
  server_id text NOT NULL REFERENCES allocations (server_id) ON DELETE CASCADE,
  PRIMARY KEY (node, port)
);
CREATE INDEX allocated_ports_by_server ON allocated_ports (server_id);
INSERT INTO allocated_ports (node, port, server_id) SELECT node, port, server_id FROM allocations;

-- What a server was promised of its node, asleep or awake: what placement adds up.
ALTER TABLE allocations
  ADD COLUMN memory_bytes bigint NOT NULL DEFAULT 0,
  ADD COLUMN milli_cpus bigint NOT NULL DEFAULT 0;
UPDATE allocations a SET
  memory_bytes = coalesce((s.spec #>> '{template,resources,memoryBytes}')::bigint, 0),
  milli_cpus = coalesce((s.spec #>> '{template,resources,milliCpus}')::bigint, 0)
FROM servers s WHERE s.id = a.server_id;

-- A node as its workflow keeps it (NodeRecordActivities). Written by two: docker_reachable, since
-- and detail by what its worker sees of the engine; all else by the workflow. A node whose worker
-- never said what it has (version 0, or memory_bytes 0) takes any number of servers.
-- NOTIFY node_changed, payload = id, comes with every change.
ALTER TABLE nodes
  ADD COLUMN version bigint NOT NULL DEFAULT 0,        -- of the workflow's view; 0 before the first
  ADD COLUMN state text NOT NULL DEFAULT 'UNKNOWN',    -- ONLINE DRAINING UNKNOWN LOST RETIRED
  ADD COLUMN state_since timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN region text NOT NULL DEFAULT '',
  ADD COLUMN tags text[] NOT NULL DEFAULT '{}',
  ADD COLUMN memory_bytes bigint NOT NULL DEFAULT 0,   -- what the machine has
  ADD COLUMN milli_cpus bigint NOT NULL DEFAULT 0,
  ADD COLUMN ports integer NOT NULL DEFAULT 0,
  ADD COLUMN memory_percent integer NOT NULL DEFAULT 100,  -- how much of it is promised
  ADD COLUMN cpu_percent integer NOT NULL DEFAULT 400,
  ADD COLUMN docker_version text NOT NULL DEFAULT '',
  ADD COLUMN facts text NOT NULL DEFAULT '',           -- one line of its worker about the machine
  ADD COLUMN last_change text NOT NULL DEFAULT '',     -- who or what caused the last change
  ADD COLUMN last_change_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN joined_at timestamptz NOT NULL DEFAULT now();

-- What a game printed before it FAILED, at most 20 lines; empty otherwise.
ALTER TABLE servers ADD COLUMN last_lines text NOT NULL DEFAULT '';

-- How far the long step is that a server is in; no row when it is in none.
-- NOTIFY server_progress, payload = server id, comes with every change.
CREATE TABLE server_progress (
  server_id text PRIMARY KEY,
  step text NOT NULL,                 -- image or install
  percent smallint,                   -- null when nobody can tell
  detail text NOT NULL,               -- one line for people
  at timestamptz NOT NULL
);
