-- One-time codes (TOTP) as a second factor beside a password.
CREATE TABLE one_time_codes (
  account_id text PRIMARY KEY REFERENCES accounts (id),
  secret text NOT NULL,               -- sealed with a key of the secrets directory
  confirmed_at timestamptz,           -- null until its owner has typed a first code
  last_step bigint NOT NULL           -- a code is good once
);

-- Keyed hashes; each code is good once.
CREATE TABLE recovery_codes (
  account_id text NOT NULL REFERENCES accounts (id),
  hash text NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (account_id, hash)
);
