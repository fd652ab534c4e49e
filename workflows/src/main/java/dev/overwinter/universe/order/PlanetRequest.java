package dev.overwinter.universe.order;

/// An order to a planet.
///
/// @param key what makes it this one: at most 128 characters, and good for nothing else
/// @param player who orders
/// @param planet whose row: universe_planets.id
public record PlanetRequest(String key, long player, long planet, PlanetOrder order) {
  public PlanetRequest {
    key = Keys.checked(key);
  }
}
