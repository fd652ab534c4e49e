-- A refresh token whose answer was lost may come again, as long as nobody has used what it got: then
-- that is replaced. One that was replaced, or whose successor was used, has been copied.
ALTER TABLE refresh_tokens ADD COLUMN successor bytea;
ALTER TABLE refresh_tokens ADD COLUMN superseded boolean NOT NULL DEFAULT false;
