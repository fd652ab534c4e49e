-- Hooks of servers and what is on its way to them (dev.overwinter.notices). Deliveries are written by the worker in the
-- transaction of what they tell of; the api makes and changes hooks, tries them, and has a delivery sent again.
-- Whoever writes deliveries of a hook locks its row first, hooks in the order of their ids: places of a hook become
-- visible in their order.

CREATE TABLE server_hooks (
  id text PRIMARY KEY,
  server_id text NOT NULL,
  name text NOT NULL,                 -- for people
  format text NOT NULL,               -- WEBHOOK or DISCORD
  url text NOT NULL,                  -- sealed for the server
  shown text NOT NULL,                -- what people are shown of the URL
  secret text NOT NULL,               -- what requests are signed with, sealed for the server; empty for DISCORD
  kinds text[] NOT NULL,              -- dev.overwinter.notices.NewsKind
  state text NOT NULL CHECK (state IN ('ACTIVE', 'PAUSED')),
  reason text NOT NULL,               -- why it is paused; empty otherwise
  made_by text NOT NULL,              -- name of an account
  created_at timestamptz NOT NULL,
  failed integer NOT NULL DEFAULT 0,  -- attempts since one has succeeded
  due_at timestamptz                  -- of its next attempt; null when nothing waits
);
CREATE INDEX server_hooks_by_server ON server_hooks (server_id);
CREATE INDEX server_hooks_due ON server_hooks (due_at) WHERE state = 'ACTIVE';

CREATE SEQUENCE notice_places;

-- One news on its way to one hook, and the last hundred that have come to an end.
CREATE TABLE notice_deliveries (
  id text PRIMARY KEY DEFAULT gen_random_uuid()::text,
  hook_id text NOT NULL REFERENCES server_hooks ON DELETE CASCADE,
  place bigint NOT NULL,              -- its order among those of the hook
  key text NOT NULL,                  -- of the news: what was told once is not told again
  kind text NOT NULL,
  at timestamptz NOT NULL,            -- when it happened
  server_id text NOT NULL,
  server_name text NOT NULL,          -- then
  game text NOT NULL,
  detail text NOT NULL,
  state text NOT NULL CHECK (state IN ('WAITING', 'DELIVERED', 'GIVEN_UP', 'DROPPED')),
  attempts integer NOT NULL DEFAULT 0,
  queued_at timestamptz NOT NULL,     -- three days are counted from here
  ended_at timestamptz,
  UNIQUE (hook_id, key)
);
CREATE INDEX notice_deliveries_waiting ON notice_deliveries (hook_id, place) WHERE state = 'WAITING';
CREATE INDEX notice_deliveries_by_hook ON notice_deliveries (hook_id, place);

-- The last twenty attempts of each.
CREATE TABLE notice_attempts (
  delivery_id text NOT NULL REFERENCES notice_deliveries ON DELETE CASCADE,
  number integer NOT NULL,
  at timestamptz NOT NULL,
  status integer NOT NULL,            -- of HTTP; 0 when there was none
  millis bigint NOT NULL,
  said text NOT NULL,                 -- the beginning of the answer, or why there was none; no secret in it
  PRIMARY KEY (delivery_id, number)
);
