package dev.overwinter.universe.combat;

import java.util.Objects;

/// What a battle knows of a kind of ship or defence, before any technology.
///
/// @param id for example `light_fighter`
/// @param role what it is
/// @param structure ten times its hull, in points
/// @param shield points, whole again in every round
/// @param attack points of one shot
/// @param cargo units that one carries
/// @param cost of one
public record UnitType(
    String id, Role role, long structure, long shield, long attack, long cargo, Goods cost) {

  /// What a unit is for.
  public enum Role {
    /// A ship that was built to fight.
    WARSHIP,
    /// Any other ship.
    CIVIL_SHIP,
    /// It stays on its planet and is repaired after a battle.
    DEFENCE;

    /// Whether it flies and leaves debris.
    public boolean isShip() {
      return this != DEFENCE;
    }
  }

  public UnitType {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(cost, "cost");
    if (structure < 10 || shield < 0 || attack < 0 || cargo < 0) {
      throw new IllegalArgumentException(
          id
              + ": "
              + structure
              + "/"
              + shield
              + "/"
              + attack
              + ", cargo "
              + cargo
              + " (expected: structure >= 10, the rest >= 0)");
    }
  }
}
