-- Backups that somebody locks, schedules or wants gone.
-- state: REMOVING as well; why: SCHEDULED as well.
ALTER TABLE server_backups ADD COLUMN locked boolean NOT NULL DEFAULT false;
