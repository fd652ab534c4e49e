-- Passkeys (WebAuthn). The private half never leaves its owner's device.
CREATE TABLE passkeys (
  id bytea PRIMARY KEY,               -- the credential's id
  account_id text NOT NULL REFERENCES accounts (id),
  label text NOT NULL,
  public_key bytea NOT NULL,          -- COSE
  signature_count bigint NOT NULL,
  transports text[] NOT NULL,
  backup_eligible boolean NOT NULL,
  backed_up boolean NOT NULL,
  attestation bytea NOT NULL,
  client_data bytea NOT NULL,
  made_at timestamptz NOT NULL,
  used_at timestamptz NOT NULL
);
CREATE INDEX passkeys_by_account ON passkeys (account_id);
