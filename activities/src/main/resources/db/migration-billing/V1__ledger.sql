-- Credits: a double-entry ledger that only grows. Written by the worker alone
-- (LedgerActivities); everything else reads. History table of these migrations: flyway_billing.
--
-- What the database itself holds, whoever writes:
--   a transfer is booked once per key, and is never changed or removed
--   the entries of a transfer sum to 0
--   a balance is the sum of the entries of its account
--   no moment of a use is charged twice
-- All amounts are micro-credits: 1 credit = 1,000,000.

-- Equality beside ranges, for what is charged (below). Part of PostgreSQL's own distribution, and
-- trusted: whoever may create in this database may add it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Accounts of customers, and the house's own (house/...), which may be below zero.
CREATE TABLE ledger_accounts (
  id text PRIMARY KEY,
  terms text NOT NULL CHECK (terms IN ('PREPAID', 'HOUSE', 'OWN')),  -- OWN: the house's own books
  balance bigint NOT NULL DEFAULT 0,  -- kept by the trigger below; equal to its last entry's
  last_seq bigint NOT NULL DEFAULT 0,
  opened_at timestamptz NOT NULL DEFAULT now(),
  CHECK (last_seq > 0 OR balance = 0)
);

CREATE TABLE ledger_transfers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL UNIQUE CHECK (key <> ''),
  kind text NOT NULL CHECK (kind IN ('DEPOSIT', 'GRANT', 'CHARGE', 'REFUND', 'ADJUSTMENT')),
  account text NOT NULL REFERENCES ledger_accounts (id),  -- the customer's side
  amount bigint NOT NULL CHECK (amount <> 0),             -- what the customer gets
  at timestamptz NOT NULL,            -- when it became due; statements go by it
  booked_at timestamptz NOT NULL DEFAULT now(),
  memo text NOT NULL,
  ordered_by text NOT NULL,           -- empty for the platform
  -- What was used, for CHARGE and most REFUNDs; null otherwise.
  server_id text,
  meter bigint,                       -- number of the fact that began the use
  run text,
  price_class text,
  use text CHECK (use IN ('AWAKE', 'ASLEEP', 'SESSION')),
  used_from timestamptz,
  used_until timestamptz,
  CHECK ((kind = 'CHARGE') <= (amount < 0)),
  CHECK ((kind IN ('GRANT', 'REFUND')) <= (amount > 0)),
  CHECK ((kind = 'CHARGE') <= (server_id IS NOT NULL)),
  CHECK (num_nulls(server_id, meter, run, price_class, use, used_from, used_until) IN (0, 7)),
  CHECK (used_until >= used_from),
  CONSTRAINT charged_once EXCLUDE USING gist (server_id WITH =, meter WITH =, tstzrange(used_from, used_until) WITH &&)
    WHERE (kind = 'CHARGE')
);
CREATE INDEX ledger_transfers_by_account ON ledger_transfers (account, at, id);
CREATE INDEX ledger_transfers_by_meter ON ledger_transfers (server_id, meter);

-- Each account's entries form a chain: an entry begins with the balance that the one before it left.
CREATE TABLE ledger_entries (
  account text NOT NULL REFERENCES ledger_accounts (id),
  seq bigint NOT NULL,
  transfer bigint NOT NULL REFERENCES ledger_transfers (id),
  amount bigint NOT NULL CHECK (amount <> 0),
  balance_before bigint NOT NULL,
  balance_after bigint NOT NULL,
  seq_before bigint GENERATED ALWAYS AS (nullif(seq - 1, 0)) STORED,
  PRIMARY KEY (account, seq),
  UNIQUE (transfer, account),
  UNIQUE (account, seq, balance_after),
  CHECK (seq > 0),
  CHECK (balance_after = balance_before + amount),
  CHECK (seq > 1 OR balance_before = 0),
  FOREIGN KEY (account, seq_before, balance_before)
    REFERENCES ledger_entries (account, seq, balance_after)
);

-- The balance of an account is what its last entry left.
ALTER TABLE ledger_accounts
  ADD COLUMN seq_known bigint GENERATED ALWAYS AS (nullif(last_seq, 0)) STORED,
  ADD FOREIGN KEY (id, seq_known, balance)
    REFERENCES ledger_entries (account, seq, balance_after) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION ledger_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ledger_accounts SET balance = balance + NEW.amount, last_seq = last_seq + 1
    WHERE id = NEW.account
    RETURNING last_seq, balance - NEW.amount, balance
    INTO NEW.seq, NEW.balance_before, NEW.balance_after;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'ledger: no account %', NEW.account USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON ledger_entries
  FOR EACH ROW EXECUTE FUNCTION ledger_chain();

CREATE FUNCTION ledger_zero() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  total numeric;
  customer bigint;
BEGIN
  SELECT sum(e.amount), sum(e.amount) FILTER (WHERE e.account = NEW.account)
    INTO total, customer FROM ledger_entries e WHERE e.transfer = NEW.id;
  IF total IS DISTINCT FROM 0 OR customer IS DISTINCT FROM NEW.amount THEN
    RAISE EXCEPTION 'ledger: entries of transfer % sum to %, of % to %', NEW.key,
      coalesce(total, 0), NEW.account, coalesce(customer, 0) USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER zero AFTER INSERT ON ledger_transfers DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_zero();

-- An entry belongs to a transfer of the same transaction: none can be added to an old one.
CREATE FUNCTION ledger_together() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ledger_transfers t
      WHERE t.id = NEW.transfer AND t.xmin = pg_current_xact_id()::xid) THEN
    RAISE EXCEPTION 'ledger: transfer % is closed', NEW.transfer USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER together AFTER INSERT ON ledger_entries DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_together();

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger: % only grows (% refused)', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfers
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON ledger_accounts
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

-- A balance moves by an entry and by nothing else. (What the chain would not catch before the
-- transaction ends is caught here at once.)
CREATE FUNCTION ledger_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2
      AND (NEW.balance, NEW.last_seq, NEW.id) IS DISTINCT FROM (OLD.balance, OLD.last_seq, OLD.id)
  THEN
    RAISE EXCEPTION 'ledger: the balance of % moves by entries alone', OLD.id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves BEFORE UPDATE ON ledger_accounts
  FOR EACH ROW EXECUTE FUNCTION ledger_balance();

INSERT INTO ledger_accounts (id, terms) VALUES
  ('house/payments', 'OWN'), ('house/grants', 'OWN'), ('house/revenue', 'OWN'),
  ('house/adjustments', 'OWN');

-- Prices, dated. The newest one that has begun holds; a class without one costs what `standard`
-- costs. Announced at least a day before it holds, since accounts look at least twice a day.
CREATE TABLE prices (
  price_class text NOT NULL,
  use text NOT NULL CHECK (use IN ('AWAKE', 'ASLEEP', 'SESSION')),
  from_at timestamptz NOT NULL,
  per_hour bigint NOT NULL CHECK (per_hour BETWEEN 0 AND 1000000000000000),
  announced_at timestamptz NOT NULL DEFAULT now(),
  announced_by text NOT NULL,
  PRIMARY KEY (price_class, use, from_at)
);
INSERT INTO prices (price_class, use, from_at, per_hour, announced_by) VALUES
  ('standard', 'AWAKE', 'epoch', 500000, ''),
  ('standard', 'ASLEEP', 'epoch', 0, ''),
  ('standard', 'SESSION', 'epoch', 5000000, '');
CREATE FUNCTION prices_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'prices only grow' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.from_at < now() + interval '23 hours 59 minutes' AND EXISTS (SELECT FROM ledger_transfers)
  THEN
    RAISE EXCEPTION 'a price is announced a day before it holds' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stay BEFORE INSERT OR UPDATE OR DELETE ON prices
  FOR EACH ROW EXECUTE FUNCTION prices_stay();

-- Since when an account is free of charge, and since when no more: because it belongs to whoever
-- runs the platform, or, where the account is empty, because nobody is charged.
CREATE TABLE ledger_terms (
  account text NOT NULL,
  from_at timestamptz NOT NULL,
  free boolean NOT NULL,
  PRIMARY KEY (account, from_at)
);
CREATE TRIGGER grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_terms
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

-- What an account's workflow knows, for whoever reads. NOTIFY account_changed, payload = id.
CREATE TABLE billing_accounts (
  id text PRIMARY KEY REFERENCES ledger_accounts (id),
  version bigint NOT NULL,            -- an older one never overwrites a newer one
  standing text NOT NULL,             -- FUNDED or EMPTY
  state jsonb NOT NULL,               -- the whole dev.overwinter.billing.AccountState
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Uses that have ended: what they cost, and what the house paid of it.
CREATE TABLE billing_uses (
  server_id text NOT NULL,
  meter bigint NOT NULL,
  account text NOT NULL REFERENCES ledger_accounts (id),
  run text NOT NULL,
  price_class text NOT NULL,
  use text NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  minimum_ms bigint NOT NULL,         -- it counts for so long at least
  metered bigint NOT NULL CHECK (metered >= 0),
  waived bigint NOT NULL CHECK (waived BETWEEN 0 AND metered),
  PRIMARY KEY (server_id, meter)
);
CREATE INDEX billing_uses_by_account ON billing_uses (account, since);

-- What the owner of an account should know.
CREATE TABLE billing_notices (
  account text NOT NULL REFERENCES ledger_accounts (id),
  number bigint NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (account, number)
);

-- What the nightly proof found.
CREATE TABLE ledger_proofs (
  at timestamptz PRIMARY KEY DEFAULT now(),
  accounts bigint NOT NULL,
  transfers bigint NOT NULL,
  entries bigint NOT NULL,
  problems text[] NOT NULL
);
