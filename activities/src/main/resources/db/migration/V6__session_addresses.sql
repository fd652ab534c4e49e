-- Which units had an address: a droplet's is given again within minutes, while the game that had it before may still
-- ask whether its session has ended. Written by the worker as soon as a unit has an address, and by the api when an
-- operator removes a machine; the api removes rows a day after their session was over.
CREATE TABLE session_addresses (
  ipv4 text NOT NULL,
  unit text NOT NULL,
  session_id text NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (ipv4, unit)
);
CREATE INDEX session_addresses_by_session ON session_addresses (session_id);
INSERT INTO session_addresses (ipv4, unit, session_id)
  SELECT ipv4, unit, id FROM sessions WHERE ipv4 IS NOT NULL AND unit IS NOT NULL;
