package dev.overwinter.universe.planet;

/// The energy of a planet.
///
/// @param raw the share of what is required that there is; 1 when nothing is required
/// @param factor the share of their output that mines give
public record Energy(double produced, double required, double raw, double factor) {}
