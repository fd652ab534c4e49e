package dev.overwinter.universe.fleet;

import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import java.time.Duration;

/// Ships are to be sent.
///
/// @param cargo micro-units, taken from the planet
/// @param share of full speed, above 0 and at most 1
/// @param hold how long it stays at its target, for missions that do; zero for others
public record FleetOrder(
    FleetId fleet,
    Mission mission,
    Place target,
    Units ships,
    Resources cargo,
    double share,
    Duration hold) {}
