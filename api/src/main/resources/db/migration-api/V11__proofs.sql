-- When the holder of a login last proved who they are; null for never, as when a provider has let
-- somebody through without asking.
ALTER TABLE logins ADD COLUMN proved_at timestamptz;

-- Who came by somebody's invitation only: may be a member, and has no servers of their own.
ALTER TABLE accounts ADD COLUMN guest boolean NOT NULL DEFAULT false;

-- Until when tries count: wrong one-time codes for a day, everything else for a quarter of an hour.
ALTER TABLE login_tries ADD COLUMN ends_at timestamptz
  NOT NULL DEFAULT now() + interval '15 minutes';
DROP INDEX login_tries_by_time;
CREATE INDEX login_tries_by_end ON login_tries (ends_at);
