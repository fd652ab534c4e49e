-- The universe: what is there is rows in closed form; time is a timer of Temporal. Written by the worker
-- (UniverseActivities) alone; the api reads. One transaction per command, which first settles what was due, in the
-- order of due times. Locks are taken in this order: universe_players by id, universe_planets by id, universe_fleets by
-- due_at and id, universe_debris, universe_books by holder and kind, universe_cursors by player.
-- Resources are integer micro-units (1 metal = 1,000,000). Everything of type jsonb is written by Payloads.mapper().
-- NOTIFY universe_event, payload = player id, comes with every row of universe_events.

CREATE TABLE universes (
  id text PRIMARY KEY,                -- for example 1: the one that contract paths without a universe mean
  name text NOT NULL,
  rules text NOT NULL,                -- name of a rule set: classic or ogame
  speed_economy numeric NOT NULL DEFAULT 1 CHECK (speed_economy > 0),
  speed_fleet numeric NOT NULL DEFAULT 1 CHECK (speed_fleet > 0),
  speed_research numeric NOT NULL DEFAULT 1 CHECK (speed_research > 0),
  galaxies integer NOT NULL,
  systems integer NOT NULL,
  positions integer NOT NULL,
  start_choice boolean NOT NULL,      -- whether a player chooses the first planet; otherwise one is given
  settings jsonb NOT NULL,            -- dev.overwinter.universe.order.UniverseSettings
  created_at timestamptz NOT NULL
);

-- One row for each player of a universe, for good. id is the contract's user_id and the sub of its tokens.
CREATE TABLE universe_players (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  universe text NOT NULL REFERENCES universes,
  account text NOT NULL,              -- of the api; it plays once in each universe
  username text NOT NULL,
  created_at timestamptz NOT NULL,
  last_active_at timestamptz NOT NULL,
  vacation_since timestamptz,         -- null while it plays
  inactive text NOT NULL DEFAULT '',  -- '', 'i' (7 days) or 'I' (28 days), as the last tidying found it
  active_planet bigint,               -- the one that routes without a planet mean; null before the first
  needs_start_choice boolean NOT NULL,
  research jsonb NOT NULL,            -- dev.overwinter.universe.research.ResearchState: levels and queue
  research_due timestamptz,           -- when the first item of its queue is done; null when none is
  points_economy bigint NOT NULL DEFAULT 0,   -- 1 for each 1,000 resources spent, as the last tidying found it
  points_research bigint NOT NULL DEFAULT 0,
  points_military bigint NOT NULL DEFAULT 0,
  points_total bigint NOT NULL DEFAULT 0,
  rank integer,                       -- by points_total, 1 for the best; null before the first tidying
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (universe, account)
);
CREATE UNIQUE INDEX universe_players_by_name ON universe_players (universe, lower(username));
CREATE INDEX universe_players_by_points ON universe_players (universe, points_total DESC, id);
CREATE INDEX universe_players_by_economy ON universe_players (universe, points_economy DESC, id);
CREATE INDEX universe_players_by_research ON universe_players (universe, points_research DESC, id);
CREATE INDEX universe_players_by_military ON universe_players (universe, points_military DESC, id);
CREATE INDEX universe_players_due ON universe_players (research_due) WHERE research_due IS NOT NULL;

-- Planets and moons. A row is true for the moment state.settledAt; PlanetRules.settle makes it true for any later one.
CREATE TABLE universe_planets (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  universe text NOT NULL REFERENCES universes,
  player bigint NOT NULL REFERENCES universe_players,
  galaxy integer NOT NULL,
  system integer NOT NULL,
  position integer NOT NULL,
  moon boolean NOT NULL DEFAULT false,
  name text NOT NULL,
  size integer NOT NULL,              -- classic: 140..200; ogame: diameter in km
  temp_min integer NOT NULL,          -- degrees Celsius; classic has one temperature: both are the same
  temp_max integer NOT NULL,
  state jsonb NOT NULL,               -- dev.overwinter.universe.planet.PlanetState
  books jsonb NOT NULL,               -- all postings of its stock since it was made, {"PRODUCED": {"metal": ...}}: dev.overwinter.universe.Posting
  due_at timestamptz,                 -- when something happens by itself; null when nothing will
  gate_ready_at timestamptz,          -- of a moon with a jump gate: it rests until then; null when it never jumped
  created_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (universe, galaxy, system, position, moon)
);
CREATE INDEX universe_planets_by_player ON universe_planets (player, id);
CREATE INDEX universe_planets_due ON universe_planets (due_at) WHERE due_at IS NOT NULL;

-- Orders and their answers, kept for a week: one that comes twice gets the first answer and changes nothing.
CREATE TABLE universe_orders (
  key text PRIMARY KEY,               -- of who asks, with what it is about before it
  player bigint NOT NULL,             -- 0 for one that is not a player yet
  asked text NOT NULL,                -- what was ordered: the key is good for nothing else
  at timestamptz NOT NULL,
  outcome jsonb NOT NULL              -- the answer of the activity
);
CREATE INDEX universe_orders_by_age ON universe_orders (at);

CREATE SEQUENCE universe_fleet_numbers;
-- Every fleet that ever left, until it is tidied away. Its next event is at due_at and at the due coordinate: settling
-- that coordinate takes it in its turn.
CREATE TABLE universe_fleets (
  id text PRIMARY KEY,                -- also its workflow's: fleet/<id>
  number bigint NOT NULL UNIQUE,      -- of universe_fleet_numbers: what rules know it by, and the order of those that are due at the same moment
  universe text NOT NULL REFERENCES universes,
  player bigint NOT NULL REFERENCES universe_players,
  mission text NOT NULL,              -- dev.overwinter.universe.fleet.Mission
  state text NOT NULL,                -- OUTBOUND HOLDING RETURNING HOME LOST
  origin_planet bigint NOT NULL,
  origin_galaxy integer NOT NULL,
  origin_system integer NOT NULL,
  origin_position integer NOT NULL,
  origin_moon boolean NOT NULL,
  target_galaxy integer NOT NULL,
  target_system integer NOT NULL,
  target_position integer NOT NULL,   -- positions + 1: outer space, for expeditions
  target_moon boolean NOT NULL,
  target_planet bigint,               -- the planet that was there when it left; null when none was
  target_player bigint,               -- its owner then
  units jsonb NOT NULL,               -- {"light_fighter": 3}: what is left of it now
  units_sent jsonb NOT NULL,          -- what left
  metal bigint NOT NULL DEFAULT 0,    -- its cargo, micro-units
  crystal bigint NOT NULL DEFAULT 0,
  deuterium bigint NOT NULL DEFAULT 0,
  fuel bigint NOT NULL DEFAULT 0,     -- deuterium that it was given at its start, micro-units: spent
  books jsonb NOT NULL,               -- what came into its cargo and left it since, micro-units: {"LOADED": {"metal": ...}}; also LOOTED SALVAGED FOUND UNLOADED LOST
  speed_percent integer NOT NULL,     -- 10..100
  departs_at timestamptz NOT NULL,
  arrives_at timestamptz NOT NULL,
  holds_until timestamptz,            -- of a mission that stays; null when it does not
  returns_at timestamptz,             -- when it is home; null for one that does not come back
  recalled_at timestamptz,
  due_at timestamptz,                 -- its next event; null when it is HOME or LOST
  due_galaxy integer NOT NULL,
  due_system integer NOT NULL,
  due_position integer NOT NULL,
  due_moon boolean NOT NULL,
  union_id text,                      -- universe_unions: fleets that fight one battle
  aim text NOT NULL DEFAULT '',       -- what missiles go for first; empty for all
  outcome text NOT NULL DEFAULT '',   -- one line for people: what came of its mission
  battle bigint,                      -- universe_battles; null when it did not fight
  version bigint NOT NULL DEFAULT 1
);
CREATE INDEX universe_fleets_due ON universe_fleets
  (universe, due_galaxy, due_system, due_position, due_moon, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX universe_fleets_flying ON universe_fleets (player, departs_at) WHERE due_at IS NOT NULL;
CREATE INDEX universe_fleets_coming ON universe_fleets (target_player, arrives_at) WHERE due_at IS NOT NULL;
CREATE INDEX universe_fleets_home ON universe_fleets (origin_planet, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX universe_fleets_late ON universe_fleets (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX universe_fleets_of_union ON universe_fleets (union_id) WHERE union_id IS NOT NULL AND due_at IS NOT NULL;
CREATE INDEX universe_fleets_by_player ON universe_fleets (player, departs_at);

-- ACS: fleets of several players that arrive and fight as one.
CREATE TABLE universe_unions (
  id text PRIMARY KEY,
  universe text NOT NULL REFERENCES universes,
  founder bigint NOT NULL REFERENCES universe_players,
  name text NOT NULL,
  target_galaxy integer NOT NULL,
  target_system integer NOT NULL,
  target_position integer NOT NULL,
  target_moon boolean NOT NULL,
  arrives_at timestamptz NOT NULL,
  invited bigint[] NOT NULL,          -- players that may join, its founder among them
  over boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL
);

-- The books of what is no more: moons that were destroyed, and fleets and offers that were tidied away. The same
-- transaction adds them that deletes the row, so that what was produced and given can still be told from what is.
CREATE TABLE universe_books (
  universe text NOT NULL REFERENCES universes,
  holder text NOT NULL,               -- PLANET FLEET OFFER
  kind text NOT NULL,                 -- of planets and fleets what their books say; of offers FEE
  metal numeric NOT NULL,             -- micro-units: sums over everything that ever was may not fit a bigint
  crystal numeric NOT NULL,
  deuterium numeric NOT NULL,
  PRIMARY KEY (universe, holder, kind)
);

-- What battles left. The row of an empty field may be missing.
CREATE TABLE universe_debris (
  universe text NOT NULL REFERENCES universes,
  galaxy integer NOT NULL,
  system integer NOT NULL,
  position integer NOT NULL,
  metal bigint NOT NULL CHECK (metal >= 0),       -- micro-units
  crystal bigint NOT NULL CHECK (crystal >= 0),
  deuterium bigint NOT NULL CHECK (deuterium >= 0),
  metal_made bigint NOT NULL,         -- all that battles ever put there
  crystal_made bigint NOT NULL,
  deuterium_made bigint NOT NULL,
  PRIMARY KEY (universe, galaxy, system, position)
);

-- Battle reports: readable by those who took part and nobody else. The same id in push, list and get.
CREATE TABLE universe_battles (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  universe text NOT NULL REFERENCES universes,
  fought text NOT NULL UNIQUE,        -- what it was: fleet id and moment; the same battle is never fought twice
  seed bigint NOT NULL,               -- the same seed and the same fleets are the same battle
  rule text NOT NULL,                 -- name of the battle rules
  attacker bigint NOT NULL,           -- who led each side
  defender bigint NOT NULL,
  attackers bigint[] NOT NULL,        -- all players of each side
  defenders bigint[] NOT NULL,
  galaxy integer NOT NULL,
  system integer NOT NULL,
  position integer NOT NULL,
  moon boolean NOT NULL,
  winner text NOT NULL,               -- attacker, defender or draw
  report jsonb NOT NULL,              -- the rounds, losses, loot, debris, repairs and the moon's chance
  at timestamptz NOT NULL
);
CREATE INDEX universe_battles_attackers ON universe_battles USING gin (attackers);
CREATE INDEX universe_battles_defenders ON universe_battles USING gin (defenders);
CREATE INDEX universe_battles_by_age ON universe_battles (universe, at);

CREATE TABLE universe_spy_reports (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  universe text NOT NULL REFERENCES universes,
  fleet text NOT NULL UNIQUE,         -- that brought it
  attacker bigint NOT NULL,
  defender bigint,                    -- null when nobody lives there
  galaxy integer NOT NULL,
  system integer NOT NULL,
  position integer NOT NULL,
  moon boolean NOT NULL,
  report jsonb NOT NULL,              -- the contract's snapshot, and what the probes' level shows of more
  at timestamptz NOT NULL
);
CREATE INDEX universe_spy_reports_attacker ON universe_spy_reports (attacker, id);
CREATE INDEX universe_spy_reports_defender ON universe_spy_reports (defender, id) WHERE defender IS NOT NULL;

-- Offers of the market. What is offered has left its planet and is in no other place than this row while it is open.
CREATE TABLE universe_offers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL UNIQUE,           -- its workflow's: offer/<key>
  universe text NOT NULL REFERENCES universes,
  seller bigint NOT NULL REFERENCES universe_players,
  seller_planet bigint NOT NULL,
  offered_resource text NOT NULL,     -- metal, crystal or deuterium
  offered_amount bigint NOT NULL CHECK (offered_amount > 0),    -- whole units
  requested_resource text NOT NULL,
  requested_amount bigint NOT NULL CHECK (requested_amount > 0),
  status text NOT NULL,               -- open accepted cancelled expired
  accepted_by bigint,
  accepted_at timestamptz,
  fee bigint NOT NULL DEFAULT 0,      -- micro-units of what was requested that nobody got
  created_at timestamptz NOT NULL,
  expires_at timestamptz,             -- null: never
  version bigint NOT NULL DEFAULT 1
);
CREATE INDEX universe_offers_by_status ON universe_offers (universe, status, id);
CREATE INDEX universe_offers_late ON universe_offers (expires_at) WHERE status = 'open';
CREATE INDEX universe_offers_ending ON universe_offers (seller_planet, expires_at) WHERE status = 'open';
CREATE INDEX universe_offers_by_seller ON universe_offers (seller, id);
CREATE INDEX universe_offers_open ON universe_offers (seller) WHERE status = 'open';

-- What became of offers; a row is readable by the players that it names.
CREATE TABLE universe_trades (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  type text NOT NULL,                 -- offer_created trade_completed offer_cancelled offer_expired
  offer_id bigint NOT NULL,
  seller bigint NOT NULL,
  buyer bigint,
  offered_resource text NOT NULL,
  offered_amount bigint NOT NULL,     -- whole units
  requested_resource text NOT NULL,
  requested_amount bigint NOT NULL,
  status text NOT NULL,               -- of the offer then: open completed cancelled expired
  at timestamptz NOT NULL
);
CREATE INDEX universe_trades_seller ON universe_trades (seller, id);
CREATE INDEX universe_trades_buyer ON universe_trades (buyer, id) WHERE buyer IS NOT NULL;

-- Notifications (what happened) and messages (what somebody wrote). The last 100 notifications of a player are kept,
-- messages until they are deleted or tidied away.
CREATE TABLE universe_messages (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  player bigint NOT NULL,             -- whose
  folder text NOT NULL,               -- notification, message or circular
  type text NOT NULL,                 -- the contract's type; message, circular
  sender bigint,                      -- null: nobody wrote it
  payload jsonb NOT NULL,             -- of messages: {"subject": ..., "body": ...}
  priority text NOT NULL,             -- info normal warning critical
  created_at timestamptz NOT NULL,
  read_at timestamptz
);
CREATE INDEX universe_messages_by_player ON universe_messages (player, folder, id);
CREATE INDEX universe_messages_by_age ON universe_messages (created_at);

-- What open sockets are told, and who comes back with a cursor gets what it missed. Cursors of a player are handed out
-- in the order of commits, without a gap: who has seen n has missed nothing before it. Kept for a week.
CREATE TABLE universe_events (
  player bigint NOT NULL,
  cursor bigint NOT NULL,             -- 1, 2, 3 ... for each player
  type text NOT NULL,                 -- the contract's message type
  payload jsonb NOT NULL,             -- its other fields
  at timestamptz NOT NULL,            -- when it happened, which is its due time
  PRIMARY KEY (player, cursor)
);
CREATE INDEX universe_events_by_age ON universe_events (at);
CREATE TABLE universe_cursors (
  player bigint PRIMARY KEY,
  last bigint NOT NULL                -- the cursor of its newest event
);

CREATE TABLE universe_alliances (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  universe text NOT NULL REFERENCES universes,
  tag text NOT NULL,                  -- 3..8 characters
  name text NOT NULL,
  description text NOT NULL,
  founder bigint NOT NULL REFERENCES universe_players,
  open boolean NOT NULL,              -- whether applications are taken
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX universe_alliances_by_tag ON universe_alliances (universe, lower(tag));
CREATE UNIQUE INDEX universe_alliances_by_name ON universe_alliances (universe, lower(name));
CREATE TABLE universe_alliance_roles (
  alliance bigint NOT NULL REFERENCES universe_alliances ON DELETE CASCADE,
  name text NOT NULL,
  rights text[] NOT NULL,             -- APPLICATIONS KICK CIRCULAR EDIT ROLES
  PRIMARY KEY (alliance, name)
);
CREATE TABLE universe_alliance_members (
  player bigint PRIMARY KEY REFERENCES universe_players,
  alliance bigint NOT NULL REFERENCES universe_alliances ON DELETE CASCADE,
  role text NOT NULL,                 -- founder, member, or one of universe_alliance_roles
  joined_at timestamptz NOT NULL
);
CREATE INDEX universe_alliance_members_by_alliance ON universe_alliance_members (alliance, joined_at);
CREATE TABLE universe_alliance_applications (
  player bigint PRIMARY KEY REFERENCES universe_players,
  alliance bigint NOT NULL REFERENCES universe_alliances ON DELETE CASCADE,
  text text NOT NULL,
  at timestamptz NOT NULL
);

-- Coordinates that are offered to who chooses a first planet, drawn once when the universe was made. One is free while
-- no planet has it.
CREATE TABLE universe_seeded (
  universe text NOT NULL REFERENCES universes,
  galaxy integer NOT NULL,
  system integer NOT NULL,
  position integer NOT NULL,
  PRIMARY KEY (universe, galaxy, system, position)
);
