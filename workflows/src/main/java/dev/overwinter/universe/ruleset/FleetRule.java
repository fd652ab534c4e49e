package dev.overwinter.universe.ruleset;

import dev.overwinter.universe.Levels;
import java.util.List;
import java.util.Map;

/// Fleets: how they fly, and how many there may be.
///
/// @param driveBonus how much faster a level of a drive's technology makes ships, as a share
/// @param cargoTech what adds cargo room; empty for none
/// @param cargoPerLevel how much, as a share
/// @param driftSpeed of a fleet of ships without a drive when its owner has none with one
/// @param slotTech what adds slots: there are one more than its level
/// @param missions which there are, by key
/// @param emptyTargets which of them may also go where nobody lives
/// @param needs which unit a mission takes at least one of, by mission
/// @param expeditionTech of whose level the root is the number of expeditions; empty for none at
///   all
/// @param unionFleets the most fleets that fly as one
/// @param unionPlayers the most players
/// @param unionDelayPercent how much of the time left a joiner may add
/// @param colony how planets are settled
/// @param phalanx the building that looks; empty when there is none
/// @param phalanxFuel units of deuterium for a look
/// @param gate the building through which ships jump; empty when there is none
/// @param gateMinutes how long a jump gate rests at level 1
public record FleetRule(
    DistanceRule distance,
    FlightRule flight,
    Map<String, Double> driveBonus,
    String cargoTech,
    double cargoPerLevel,
    long driftSpeed,
    String slotTech,
    List<String> missions,
    List<String> emptyTargets,
    Map<String, String> needs,
    String expeditionTech,
    int unionFleets,
    int unionPlayers,
    int unionDelayPercent,
    Colony colony,
    String phalanx,
    long phalanxFuel,
    String gate,
    int gateMinutes) {

  /// How planets are settled.
  ///
  /// @param ship what is used up
  /// @param seconds how long it takes after arrival
  /// @param tech of whose level the number of planets depends; empty for any number
  /// @param positions what has to be researched for a position that not everybody can live at
  public record Colony(String ship, int seconds, String tech, Map<Integer, Levels> positions) {
    public Colony {
      positions = Tables.copy(positions);
    }
  }

  public FleetRule {
    driveBonus = Tables.copy(driveBonus);
    missions = List.copyOf(missions);
    emptyTargets = emptyTargets == null ? List.of() : List.copyOf(emptyTargets);
    needs = Tables.copy(needs);
  }
}
