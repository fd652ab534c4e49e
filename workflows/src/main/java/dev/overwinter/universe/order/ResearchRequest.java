package dev.overwinter.universe.order;

/// An order to a player's researchers.
///
/// @param key what makes it this one: at most 128 characters, and good for nothing else
/// @param player who orders
/// @param planet which pays, and where the laboratory is
public record ResearchRequest(String key, long player, long planet, ResearchOrder order) {
  public ResearchRequest {
    key = Keys.checked(key);
  }
}
