-- Which unit had an address whose session was asked to end by it: sessions that are over have none any more, and their
-- games ask again when an answer was lost. Kept for a day.
CREATE TABLE session_ends (
  ipv4 text PRIMARY KEY,
  unit text NOT NULL,
  session_id text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX session_ends_by_age ON session_ends (at);
