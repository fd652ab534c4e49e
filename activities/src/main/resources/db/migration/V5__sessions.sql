-- Game sessions on droplets. Written by the worker (SessionRecordActivities, the calls to DigitalOcean) unless a
-- table says otherwise. Units are what dev.overwinter.sessions.Unit makes: `ow-sess-<session>-a<attempt>`.

-- One row per session, also after its end: a tag is used again one day, an id never is.
-- NOTIFY session_changed, payload = id, comes with every change.
CREATE TABLE sessions (
  id text PRIMARY KEY,                -- for example 4f2a9c-k3j9x2m1
  tag text NOT NULL,                  -- what players type, for example 4F2A9C
  version bigint NOT NULL,            -- of the workflow's view; 0 as it was admitted; an older one never overwrites a newer one
  state text NOT NULL,                -- RESERVING CREATING BOOTING STARTING WARM LEASING READY DRAINING ENDING ENDED FAILED LOST REFUSED
  reason text NOT NULL,               -- one line for people beside the state; may be empty
  state_since timestamptz NOT NULL,
  joinable boolean NOT NULL,          -- whether who types the tag is sent to ipv4: READY, and nothing else
  pool text NOT NULL,                 -- session_pools.id of the pool that began it; empty for one that was made for somebody
  owner text,                         -- the account that has it; null while it is nobody's
  house text NOT NULL,                -- the account that pays while it is nobody's
  price_class text NOT NULL,
  micros_per_hour bigint NOT NULL,    -- what counts against the spend cap: the price of its class when it was admitted
  machine text NOT NULL,              -- address of an operator's own machine; empty on a droplet
  unit text,                          -- whose heartbeats are its own; null while it has no droplet, or none any more
  droplet_id bigint NOT NULL,         -- 0 while it is not known, and for a machine (then machine is not empty); may exceed 2^31
  ipv4 text,                          -- public address; null while it has none, or none any more
  region text NOT NULL,               -- slug of the droplet, or of the one that is asked for; empty for a machine
  size text NOT NULL,                 -- likewise
  snapshot text NOT NULL,             -- likewise: what it is made of
  clients integer NOT NULL,           -- who plays, as the workflow knows it; session_heartbeats knows it to the second
  heard_at timestamptz,               -- the last heartbeat that the workflow knows of
  empty_since timestamptz,            -- since when nobody plays; null while somebody does, and before the first heartbeat
  ends_at timestamptz,                -- when it ends if nothing changes; null while that is not foreseen
  loose integer NOT NULL,             -- droplets, or requests for one, that are still to be destroyed
  last_change text NOT NULL,          -- who or what caused the last change
  spec jsonb NOT NULL,                -- the whole dev.overwinter.sessions.SessionSpec, written by Payloads.mapper()
  created_at timestamptz NOT NULL,    -- when it was asked for
  ready_at timestamptz,               -- when its lease began
  over_at timestamptz,                -- when nothing was left of it
  updated_at timestamptz NOT NULL
);
-- One session at a time has a tag, whatever happens at the same time.
CREATE UNIQUE INDEX sessions_by_tag ON sessions (tag) WHERE over_at IS NULL;
CREATE INDEX sessions_by_tag_ever ON sessions (tag, created_at);
CREATE INDEX sessions_by_owner ON sessions (owner, created_at);
CREATE INDEX sessions_live ON sessions (id) WHERE over_at IS NULL;
CREATE INDEX sessions_by_unit ON sessions (unit) WHERE unit IS NOT NULL;
CREATE INDEX sessions_by_droplet ON sessions (droplet_id) WHERE over_at IS NULL AND droplet_id <> 0;
-- Not unique: for moments a new droplet may have an address that an older row still shows. The newest one has it.
CREATE INDEX sessions_by_ipv4 ON sessions (ipv4) WHERE ipv4 IS NOT NULL;
CREATE INDEX sessions_by_pool ON sessions (pool) WHERE over_at IS NULL AND pool <> '';

-- The timeline of a session: one row whenever its state or the reason of it changed.
CREATE TABLE session_events (
  session_id text NOT NULL,
  version bigint NOT NULL,            -- of the view that brought it
  at timestamptz NOT NULL,
  state text NOT NULL,
  reason text NOT NULL,
  cause text NOT NULL,
  PRIMARY KEY (session_id, version)
);

-- Whoever admits a session or a lease takes the lock of this row first and keeps it until the commit: no two get the
-- last place.
CREATE TABLE session_admission (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one)
);
INSERT INTO session_admission DEFAULT VALUES;

-- Tags that are taken. One that is kept after its session gives nobody's old link to somebody else's game.
CREATE TABLE session_tags (
  tag text PRIMARY KEY,
  session_id text NOT NULL,
  reserved_at timestamptz NOT NULL,
  kept_until timestamptz              -- end of the quarantine; null while the session lives
);
CREATE INDEX session_tags_by_session ON session_tags (session_id);

-- Who was given what: quotas count these rows, and a request that is sent again finds its session.
CREATE TABLE session_requests (
  owner text NOT NULL,
  idempotency_key text NOT NULL,
  session_id text NOT NULL,
  tag text NOT NULL,
  requester text NOT NULL,            -- whose quota; never shown
  at timestamptz NOT NULL,
  ended_at timestamptz,               -- when its session was over; the row is removed a day later
  PRIMARY KEY (owner, idempotency_key)
);
CREATE INDEX session_requests_by_requester ON session_requests (requester, at);
CREATE INDEX session_requests_by_owner ON session_requests (owner) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX session_requests_by_session ON session_requests (session_id);

-- Secrets with which the game on a unit signs. Made by the worker before it asks for the droplet (and for a machine when
-- its session is admitted); a further generation is added by the api when somebody rotates: it inserts the new one and
-- gives all older ones a valid_until, so that both hold meanwhile. All that are valid are tried.
CREATE TABLE session_keys (
  unit text NOT NULL,
  generation integer NOT NULL CHECK (generation > 0),
  session_id text NOT NULL,
  sealed text NOT NULL,               -- dev.overwinter.durable.Seal for the unit; readable where an installation has no seal
  created_at timestamptz NOT NULL DEFAULT now(),
  valid_until timestamptz,            -- null until it is replaced or its session is over
  PRIMARY KEY (unit, generation)
);
CREATE INDEX session_keys_by_session ON session_keys (session_id);

-- The last that was heard of each unit. Written by the api, for units alone that have a key; read by both.
-- A heartbeat is taken when signed_at is later than the row's, or the same and its signature is none of signatures:
-- then number grows by one. Anything else is a repetition or comes late, and changes nothing.
-- Small rows in half-full pages: updates stay within their page and touch no index.
CREATE TABLE session_heartbeats (
  unit text PRIMARY KEY,
  session_id text NOT NULL,
  number bigint NOT NULL,             -- of heartbeats taken; 1 for the first
  clients integer NOT NULL CHECK (clients >= 0),
  reset_ready boolean NOT NULL DEFAULT false,
  heard_at timestamptz NOT NULL,      -- by PostgreSQL's clock
  signed_at bigint NOT NULL,          -- the Request-Timestamp of the last one that was taken, in seconds since 1970
  signatures text[] NOT NULL,         -- of those that were taken with this very signed_at
  told_number bigint,                 -- the last one that the workflow has taken (HeartbeatFact.isNews); null before
  told_clients integer
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- Since when heartbeats can be heard without a gap. Every api calls session_hearing_goes_on() at its start and every
-- 5 s; when none has for 20 s, nobody could be heard, and silence counts from then on only.
CREATE TABLE session_hearing (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  since timestamptz NOT NULL,
  last_at timestamptz NOT NULL
);
INSERT INTO session_hearing (since, last_at) VALUES ('epoch', 'epoch');
CREATE FUNCTION session_hearing_goes_on() RETURNS timestamptz LANGUAGE sql AS $$
  UPDATE session_hearing SET
    since = CASE WHEN last_at < clock_timestamp() - interval '20 s' THEN clock_timestamp() ELSE since END,
    last_at = clock_timestamp()
  RETURNING since
$$;

-- Signatures of requests that do something once (POST /server/end), as long as they could be sent again. Written by the
-- api alone: who cannot insert a row has a repetition before him.
CREATE TABLE session_signatures (
  signature text PRIMARY KEY,
  unit text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX session_signatures_by_age ON session_signatures (at);

-- Operators' own machines (droplet_id 0). Written by the api when an operator registers or removes one; its session, if
-- it has one, is an ordinary row of sessions with this address in machine.
CREATE TABLE session_machines (
  ipv4 text PRIMARY KEY,
  name text NOT NULL,                 -- for people
  session_id text,                    -- the session that was last begun on it
  registered_by text NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now()
);

-- Pools of warm sessions, as their workflows keep them. NOTIFY pool_changed, payload = id.
CREATE TABLE session_pools (
  id text PRIMARY KEY,
  version bigint NOT NULL,            -- an older one never overwrites a newer one
  region text NOT NULL,
  size text NOT NULL,
  snapshot text NOT NULL,
  least integer NOT NULL,
  most integer NOT NULL,
  target integer NOT NULL,            -- how many it wants warm now
  warm integer NOT NULL,              -- how many somebody could have at once
  coming integer NOT NULL,            -- how many are being made
  paused_until timestamptz,           -- none is begun before; null while it is not paused
  why text NOT NULL,                  -- of the pause, for people
  spec jsonb NOT NULL,                -- dev.overwinter.sessions.PoolSpec
  settings jsonb NOT NULL,            -- dev.overwinter.sessions.PoolSettings
  updated_at timestamptz NOT NULL
);

-- What a worker offers: the one row is written at its start. The api makes sessions of it.
CREATE TABLE session_offer (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  provider text NOT NULL,             -- OFF, SIMULATOR or DIGITALOCEAN
  endpoint text NOT NULL,             -- base URL of the provider's API; empty when OFF
  fleet_tag text NOT NULL,            -- every droplet of this installation bears it
  choices jsonb NOT NULL,             -- dev.overwinter.sessions.Choice in order of preference
  house text NOT NULL,
  price_class text NOT NULL,
  session_limits jsonb NOT NULL,      -- dev.overwinter.sessions.SessionLimits
  fleet_limits jsonb NOT NULL,        -- dev.overwinter.sessions.FleetLimits
  updated_at timestamptz NOT NULL
);

-- Calls to DigitalOcean of all workers: 250 in any minute, 5,000 in any hour. One row per 5 s in which there were any;
-- kept for two hours.
CREATE TABLE session_calls (
  slot timestamptz PRIMARY KEY,       -- its beginning
  calls integer NOT NULL,
  throttled integer NOT NULL DEFAULT 0  -- answers 429 among them
);

-- What the provider said last of its limits. Its row's lock is taken by whoever is about to call.
CREATE TABLE session_budget (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  minute_limit integer NOT NULL DEFAULT 250,
  hour_limit integer NOT NULL DEFAULT 5000,
  blocked_until timestamptz NOT NULL DEFAULT 'epoch',  -- Retry-After: nobody calls before
  said_left integer,                  -- ratelimit-remaining: others may use the same token; null before the first answer
  said_reset timestamptz,             -- ratelimit-reset
  said_at timestamptz,
  droplet_limit integer,              -- of the account; null before somebody asked
  droplets integer,                   -- how many the account has, ours or not
  room_at timestamptz                 -- when that was asked
);
INSERT INTO session_budget DEFAULT VALUES;

-- What each reconciliation of droplets with sessions saw and did; kept for a week. NOTIFY fleet_changed.
CREATE TABLE session_reconciliations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  droplets integer,                   -- null when it was not possible to look
  sessions integer,
  orphans text[] NOT NULL,            -- units of droplets that were destroyed
  lost text[] NOT NULL,               -- ids of sessions that were told that their droplet is gone
  why text NOT NULL                   -- why it was not possible to look; empty otherwise
);
CREATE INDEX session_reconciliations_by_age ON session_reconciliations (at);

-- Droplets of ours that nobody knew and that were destroyed, for good.
CREATE TABLE session_orphans (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit text NOT NULL,                 -- empty for one that bore the fleet's tag alone
  destroyed_at timestamptz NOT NULL
);
