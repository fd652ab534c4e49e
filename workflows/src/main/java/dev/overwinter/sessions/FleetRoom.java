package dev.overwinter.sessions;

/// How much room the provider has for the whole fleet, as of now.
///
/// @param dropletLimit how many droplets the account may have
/// @param droplets how many it has, ours or not
/// @param callsLeft of the shared budget, of this hour
public record FleetRoom(int dropletLimit, int droplets, int callsLeft) {}
