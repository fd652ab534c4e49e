-- session_addresses, which the worker keeps, knows everybody who had an address, not the last one alone.
DROP TABLE session_ends;
