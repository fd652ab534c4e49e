-- Rooms as who reads them sees them, and as a room whose workflow is gone starts again. Written by the worker
-- (dev.overwinter.rooms.postgres) alone, but for drafts of messages, which the api adds; one transaction for each step
-- of a room. What is hidden is in rooms.state alone, which is sealed by the keys of OVERWINTER_ROOMS_KEYS_FILE.
-- NOTIFY room_event, payload '<room> <seq>', comes once with each step; seq is that of its last event.

CREATE TABLE rooms (
  id text PRIMARY KEY,                -- also its workflow's: room/<id>
  name text NOT NULL,
  game text NOT NULL,                 -- of the next round
  state text NOT NULL,                -- dev.overwinter.rooms.RoomState as JSON, sealed about the id: ring:<key id>:<base64>
  seq bigint NOT NULL,                -- of its last event
  over text,                          -- why it is over: closed, retired; null while it is open
  over_at timestamptz,                -- since when; null while it is open
  host text,                          -- room_members.member; null while nobody is
  members integer NOT NULL,           -- with bots and with seats that nobody has taken
  round_ends_at timestamptz,          -- when its round ends by itself; null when none is under way
  due_at timestamptz,                 -- when something happens in it by itself next: the round's end, a turn's, retirement; null when it is over
  created_at timestamptz NOT NULL,
  active_at timestamptz NOT NULL      -- when somebody did something last
);
CREATE INDEX rooms_open ON rooms (active_at, id) WHERE over IS NULL;
CREATE INDEX rooms_over ON rooms (over_at) WHERE over IS NOT NULL;
CREATE INDEX rooms_due ON rooms (due_at);
CREATE INDEX rooms_playing ON rooms (id) WHERE round_ends_at IS NOT NULL;

-- Who is in a room now.
CREATE TABLE room_members (
  room text NOT NULL REFERENCES rooms ON DELETE CASCADE,
  member text NOT NULL,
  holder text,                        -- who has proved to be them, as the api knows them: a:<account>, g:<guest>; null for bots and seats that nobody has taken
  name text NOT NULL,
  PRIMARY KEY (room, member)
);
CREATE INDEX room_members_by_holder ON room_members (holder) WHERE holder IS NOT NULL;

-- What happened, without gaps but for the oldest: the last 5,000 of a room are kept.
CREATE TABLE room_events (
  room text NOT NULL REFERENCES rooms ON DELETE CASCADE,
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  type text NOT NULL,                 -- dev.overwinter.rooms.RoomEvent.Type, in lower case
  by_member text,                     -- null for a clock's or an operator's
  data jsonb NOT NULL,                -- texts by name; nothing that is hidden
  PRIMARY KEY (room, seq)
);

-- Orders that changed something and their answers, kept for a week.
CREATE TABLE room_requests (
  room text NOT NULL REFERENCES rooms ON DELETE CASCADE,
  request text NOT NULL,
  seq bigint NOT NULL,                -- of the last event of its step
  answer jsonb NOT NULL,              -- dev.overwinter.rooms.RoomAnswer.Done
  at timestamptz NOT NULL,
  PRIMARY KEY (room, request)
);
CREATE INDEX room_requests_by_seq ON room_requests (room, seq);
CREATE INDEX room_requests_by_age ON room_requests (at);

-- What members say. The api adds a draft, without a place; the room's step SAID gives it one.
CREATE TABLE room_messages (
  room text NOT NULL REFERENCES rooms ON DELETE CASCADE,
  id text NOT NULL,
  author text NOT NULL,               -- a member's id; they may have left since
  body text NOT NULL,
  at timestamptz NOT NULL,
  seq bigint,                         -- of its event SAID; null of a draft, which nobody may see
  round integer,                      -- how many rounds had begun when it was said; null of a draft
  PRIMARY KEY (room, id)
);
CREATE UNIQUE INDEX room_messages_said ON room_messages (room, seq) WHERE seq IS NOT NULL;
CREATE INDEX room_messages_drafts ON room_messages (at) WHERE seq IS NULL;
CREATE INDEX room_messages_by_age ON room_messages (at);

CREATE TABLE room_reactions (
  room text NOT NULL,
  message text NOT NULL,
  emoji text NOT NULL,
  member text NOT NULL,
  PRIMARY KEY (room, message, emoji, member),
  FOREIGN KEY (room, message) REFERENCES room_messages ON DELETE CASCADE
);
