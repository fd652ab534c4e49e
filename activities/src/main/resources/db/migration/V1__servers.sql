-- What PostgreSQL keeps about game servers. Written by the worker alone (ServerRecordActivities and
-- the telemetry of a node); everything else reads. History table of these migrations: flyway_servers.

-- The one counter behind servers.revision. A writer takes this row's lock before it writes a server
-- and keeps it until it commits, so revisions become visible in their order: a reader that has seen
-- revision n has missed nothing below n.
CREATE TABLE route_revision (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  value bigint NOT NULL
);
INSERT INTO route_revision (value) VALUES (0);

-- One row per server, also after its deletion (state DELETED): ids are never used twice.
-- NOTIFY server_changed, payload = id, comes with every change.
CREATE TABLE servers (
  id text PRIMARY KEY,
  name text NOT NULL,
  owner text NOT NULL,
  game text NOT NULL,                 -- catalogue entry, for example lobby
  protocol text NOT NULL,             -- MINECRAFT_JAVA or RAW_TCP
  node text NOT NULL,                 -- the Docker host
  state text NOT NULL,                -- CREATING ASLEEP WAKING AWAKE HIBERNATING FAILED DELETING DELETED
  reason text NOT NULL,               -- one line for people beside the state; may be empty
  state_since timestamptz NOT NULL,
  version bigint NOT NULL,            -- of the workflow's view; an older one never overwrites a newer one
  revision bigint NOT NULL UNIQUE,    -- of the route feed; grows over all servers
  public_port integer,                -- null before it is reserved and after it was given back
  subnet text,                        -- CIDR; null likewise
  endpoint_host text,                 -- where the proxy reaches the game; only while AWAKE
  endpoint_port integer,
  run text NOT NULL,                  -- which start of the container is AWAKE; empty otherwise
  occupied boolean NOT NULL,          -- whether a proxy holds or relays a player
  empty_since timestamptz,            -- since when nobody plays; null while somebody does
  hibernates_at timestamptz,          -- when it falls asleep if nobody comes; null when not foreseen
  last_start_ms bigint NOT NULL,      -- how long the last start took; 0 when unknown
  last_change text NOT NULL,          -- who or what caused the last change
  spec jsonb NOT NULL,                -- the whole dev.overwinter.servers.ServerSpec, written by Payloads.mapper()
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz              -- set when state became DELETED
);
CREATE INDEX servers_by_node ON servers (node) WHERE state <> 'DELETED';
CREATE INDEX servers_by_owner ON servers (owner) WHERE state <> 'DELETED';

-- The timeline of a server: one row whenever its state or the reason of it changed.
CREATE TABLE server_events (
  server_id text NOT NULL,
  version bigint NOT NULL,            -- of the view that brought it
  at timestamptz NOT NULL,
  state text NOT NULL,
  reason text NOT NULL,
  cause text NOT NULL,                -- who or what, for example `player via proxy/local`
  PRIMARY KEY (server_id, version)
);

-- Public ports and container subnets that are taken.
CREATE TABLE allocations (
  server_id text PRIMARY KEY,
  node text NOT NULL,
  port integer NOT NULL,
  subnet text NOT NULL,
  UNIQUE (node, port),
  UNIQUE (node, subnet)
);

-- Whether a node's Docker engine answers. NOTIFY node_changed, payload = id.
CREATE TABLE nodes (
  id text PRIMARY KEY,
  docker_reachable boolean NOT NULL,
  since timestamptz NOT NULL,
  detail text NOT NULL
);

-- One sample per running server every five seconds; kept for 24 hours.
CREATE TABLE server_samples (
  server_id text NOT NULL,
  at timestamptz NOT NULL,
  cpu_milli integer NOT NULL,         -- thousandths of a core, mean since the last sample
  memory_bytes bigint NOT NULL,
  players_online integer,             -- null when the game was not asked or did not say
  players_max integer,
  rx_bytes bigint NOT NULL,           -- since the container started
  tx_bytes bigint NOT NULL,
  PRIMARY KEY (server_id, at)
);
CREATE INDEX server_samples_by_time ON server_samples (at);

-- What games print; about the last thousand lines of each server. NOTIFY server_log, payload =
-- server id, comes with every batch: read on from the last id that you have.
CREATE TABLE server_log_lines (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  server_id text NOT NULL,
  at_nanos bigint NOT NULL,           -- Docker's time of the line, nanoseconds since 1970
  line text NOT NULL,
  UNIQUE (server_id, at_nanos)        -- reading a log again from an earlier point adds nothing
);
CREATE INDEX server_log_lines_by_server ON server_log_lines (server_id, id);
