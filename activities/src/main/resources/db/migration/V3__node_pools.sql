-- Ports and subnets are given on a node's own machine, so each node says which it has. Empty: those
-- of whoever gives them, as it was while there was one node.
ALTER TABLE nodes
  ADD COLUMN port_range text NOT NULL DEFAULT '',   -- for example 20000-20999
  ADD COLUMN subnets text NOT NULL DEFAULT '';      -- for example 10.213.0.0/16
