-- Who follows a host who has gone must know for how long they have been: since when a process has told who is where
-- without a break, and when a member's last socket went. Of the latter only minutes are kept, since longer ago says no more.
ALTER TABLE api_processes ADD COLUMN began timestamptz NOT NULL DEFAULT now();

CREATE UNLOGGED TABLE room_seen (
  room text NOT NULL,
  member text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (room, member)
);
CREATE INDEX room_seen_at ON room_seen (at);
