-- Backups that somebody locks, schedules or wants gone.
-- state: REMOVING as well; why: SCHEDULED as well.
ALTER TABLE server_backups ADD COLUMN locked boolean NOT NULL DEFAULT false;

-- Which world a server uses and which lies beside it; {} until there was a restore.
ALTER TABLE servers ADD COLUMN worlds jsonb NOT NULL DEFAULT '{}';
