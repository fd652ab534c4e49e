package dev.overwinter.universe.ruleset;

import dev.overwinter.universe.Resource;
import java.util.List;
import java.util.Map;

/// What a planet produces in an hour, and the energy that it takes.
///
/// @param mines what produces, in the order of their resources
/// @param power what gives energy
/// @param satellite the unit that gives energy by temperature; empty for none
/// @param energyTech what gives more energy for each level; empty for none
/// @param energyPerLevel how much more
/// @param factor what too little energy does
/// @param deficitAt at which share of the energy that is needed a deficit is told, and below
/// @param bonuses what research adds
/// @param booster the unit that adds to every mine; empty for none
/// @param boostEach how much one adds
/// @param boostersPerLevel how many are of use for each level of all mines together
public record ProductionRule(
    List<Mine> mines,
    List<Power> power,
    String satellite,
    String energyTech,
    double energyPerLevel,
    EnergyFactor factor,
    double deficitAt,
    List<Bonus> bonuses,
    String booster,
    double boostEach,
    int boostersPerLevel) {

  /// A mine.
  ///
  /// @param output an hour with all the energy that it needs, in units
  /// @param up whether that is rounded up to whole units
  /// @param income what there is beside it, whatever the energy, in units an hour
  /// @param energy what it takes
  /// @param climate how temperature changes its output
  /// @param bySize whether size changes it
  /// @param byPosition how much more it gives at a position
  public record Mine(
      String building,
      Resource resource,
      Curve output,
      boolean up,
      double income,
      Curve energy,
      Climate climate,
      boolean bySize,
      Map<Integer, Double> byPosition) {
    public Mine {
      byPosition = Tables.copy(byPosition);
    }
  }

  /// What gives energy.
  ///
  /// @param burns the deuterium that it takes in an hour, in units; base 0 for none
  public record Power(String building, Curve energy, Curve burns) {}

  /// What research adds to a mine: a share for each level.
  public record Bonus(String tech, Resource resource, double perLevel) {}

  public ProductionRule {
    mines = List.copyOf(mines);
    power = List.copyOf(power);
    bonuses = List.copyOf(bonuses);
  }
}
