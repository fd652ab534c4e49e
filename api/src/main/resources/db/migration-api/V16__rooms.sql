-- Who is in rooms without an account, and nothing of where they come from.
CREATE TABLE room_guests (
  id text PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL
);
CREATE INDEX room_guests_seen ON room_guests (seen_at);

-- What proves to be a guest, one for each of their devices, as its SHA-256 only.
CREATE TABLE room_guest_tokens (
  hash bytea PRIMARY KEY,
  guest text NOT NULL REFERENCES room_guests (id) ON DELETE CASCADE
);
CREATE INDEX room_guest_tokens_guest ON room_guest_tokens (guest);

-- Codes by which a guest comes in from another device: each is good once, and not for long.
CREATE TABLE room_codes (
  hash bytea PRIMARY KEY,
  guest text NOT NULL REFERENCES room_guests (id) ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX room_codes_guest ON room_codes (guest);

-- Invitations to a room. The room itself is the worker's; one that is gone lets nobody in.
CREATE TABLE room_invites (
  hash bytea PRIMARY KEY,
  id text NOT NULL UNIQUE,
  room text NOT NULL,
  made_by text,
  uses_left integer NOT NULL CHECK (uses_left >= 0),
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX room_invites_room ON room_invites (room);

-- Who an invitation has let in, so that a repetition does not use it up again.
CREATE TABLE room_invited (
  invite text NOT NULL REFERENCES room_invites (id) ON DELETE CASCADE,
  holder text NOT NULL,
  PRIMARY KEY (invite, holder)
);

-- Rooms that the oldest form has made, in which whoever knows the id may deal.
CREATE TABLE room_readme (
  room text PRIMARY KEY
);

-- Which api processes live, and where members of rooms have sockets: what a process has told ends
-- with its lease. Worth nothing after a crash.
CREATE UNLOGGED TABLE api_processes (
  id text PRIMARY KEY,
  until timestamptz NOT NULL
);
CREATE UNLOGGED TABLE room_presence (
  room text NOT NULL,
  member text NOT NULL,
  process text NOT NULL,
  sockets integer NOT NULL,
  PRIMARY KEY (room, member, process)
);
CREATE INDEX room_presence_process ON room_presence (process);
