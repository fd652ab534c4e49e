-- What servers do by the clock, and what came of it.

-- The truth about schedules: Temporal's own are made to agree with these rows. Rows of a server go
-- with it.
CREATE TABLE schedules (
  server_id text NOT NULL,
  id text NOT NULL,                   -- unique within its server
  version bigint NOT NULL,            -- grows with every change, over all schedules
  name text NOT NULL,
  cron text NOT NULL,                 -- five fields, as they were written
  zone text NOT NULL,                 -- IANA name
  only_if_empty boolean NOT NULL,
  steps jsonb NOT NULL,               -- array of dev.overwinter.schedules.Step, written by Payloads.mapper()
  active boolean NOT NULL,            -- false while paused
  why_paused text NOT NULL,           -- one line; empty when whoever paused it knows
  made_by text NOT NULL,              -- login name; on whose behalf it runs
  made_at timestamptz NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (server_id, id)
);
CREATE SEQUENCE schedule_versions;

-- The newest fifty runs of each schedule, for thirty days.
CREATE TABLE schedule_runs (
  id text PRIMARY KEY,                -- of its workflow
  server_id text NOT NULL,
  schedule_id text NOT NULL,
  due timestamptz NOT NULL,           -- when it should have begun
  by_hand text NOT NULL,              -- who asked for it; empty when the clock did
  began_at timestamptz NOT NULL,
  ended_at timestamptz,               -- null while RUNNING
  outcome text NOT NULL,              -- RUNNING DONE SKIPPED REFUSED FAILED MISSED CANCELLED
  reason text NOT NULL,               -- one line when it was not done
  steps jsonb NOT NULL,               -- array of dev.overwinter.schedules.StepResult, of those reached
  FOREIGN KEY (server_id, schedule_id) REFERENCES schedules ON DELETE CASCADE
);
CREATE INDEX schedule_runs_by_age ON schedule_runs (server_id, schedule_id, began_at DESC);
CREATE INDEX schedule_runs_by_end ON schedule_runs (began_at);
