-- Who came to play: an account that registered by the older universe's path has a seat in the
-- universe, or gets it at its next login when nobody could give it one at once.
ALTER TABLE accounts ADD COLUMN plays boolean NOT NULL DEFAULT false;

-- How often a player has asked in the minute of now, counted by all api processes together; one row
-- each. Worth nothing after a crash.
CREATE UNLOGGED TABLE universe_rates (
  player bigint PRIMARY KEY,
  minute bigint NOT NULL,
  taken integer NOT NULL
) WITH (fillfactor = 50);

-- Whoever keeps a socket open for a login hears that it has ended, wherever it was ended.
CREATE FUNCTION tell_login_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('login_ended', NEW.id);
  RETURN NEW;
END $$;
CREATE TRIGGER login_ended AFTER UPDATE OF ended_at ON logins
  FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)
  EXECUTE FUNCTION tell_login_ended();
