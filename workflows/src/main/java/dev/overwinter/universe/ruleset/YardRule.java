package dev.overwinter.universe.ruleset;

import java.util.List;

/// The shipyard's queue. Everything is paid with the order.
///
/// @param building what builds units
/// @param most how many items without it; 0 for any number
/// @param mostPerLevel how many more for each of its levels
/// @param delivery when units are there
/// @param fleetCap how many ships a player may have and order; 0 for any number
/// @param capTech what raises that
/// @param capPerLevel by how much
/// @param refundPercent how much of what is not delivered comes back when an item is cancelled
/// @param bars what cannot be built while units are
/// @param silo what missiles stand in; empty for none
/// @param siloRoom how much room each of its levels has
public record YardRule(
    String building,
    int most,
    int mostPerLevel,
    Delivery delivery,
    int fleetCap,
    String capTech,
    int capPerLevel,
    int refundPercent,
    List<String> bars,
    String silo,
    int siloRoom) {

  /// When units are there.
  public enum Delivery {
    /// All of an item at its end.
    TOGETHER,
    /// Each when it is ready.
    ONE_BY_ONE
  }

  public YardRule {
    bars = bars == null ? List.of() : List.copyOf(bars);
  }
}
