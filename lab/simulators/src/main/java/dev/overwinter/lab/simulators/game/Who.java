package dev.overwinter.lab.simulators.game;

/// Which droplet a game runs on.
///
/// @param address its public IPv4
record Who(long droplet, String address) {}
