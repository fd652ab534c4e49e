-- What people say to games stands in the console between what games print.
ALTER TABLE server_log_lines
  ADD COLUMN voice text NOT NULL DEFAULT 'printed',  -- printed, typed, answered
  ADD COLUMN said_by text NOT NULL DEFAULT '';       -- who typed it; empty otherwise
