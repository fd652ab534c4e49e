-- Who somebody is elsewhere. An account is found by issuer and subject alone: an e-mail address is
-- whatever a provider says, so it is shown and never looked for.
CREATE TABLE identities (
  id text PRIMARY KEY,
  issuer text NOT NULL,
  subject text NOT NULL,
  account_id text NOT NULL REFERENCES accounts (id),
  provider text NOT NULL,             -- its name in the configuration when it was linked
  label text NOT NULL,                -- e-mail or name, for people
  linked_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  UNIQUE (issuer, subject)
);
CREATE INDEX identities_by_account ON identities (account_id);

-- Journeys to a provider that have come back: each is good for one arrival. SHA-256 of the state.
CREATE TABLE used_journeys (
  hash bytea PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX used_journeys_by_end ON used_journeys (expires_at);
