package dev.overwinter.universe.fleet;

import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Units;
import org.jspecify.annotations.Nullable;

/// What a departure depends on beside its planet.
///
/// @param flying fleets of the player in space
/// @param expeditions of them on expeditions
/// @param planets that the player has, and that are being settled
/// @param owned all ships of the player
/// @param targetOwner whose target it is; null when nobody lives there
/// @param targetAway whether its owner is on vacation
/// @param targetProtected whether the difference in points protects its owner from this player
public record FleetFacts(
    int flying,
    int expeditions,
    int planets,
    Units owned,
    @Nullable PlayerId targetOwner,
    boolean targetAway,
    boolean targetProtected) {}
