package dev.overwinter.universe.ruleset;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that a universe's rules take from data. Immutable; keys are in the order of the file.
///
/// A rule set is part of what a history remembers: a number that changes under a running universe
/// is a new rule set with a new name.
///
/// @param name for example `classic`
/// @param title what people read
/// @param fields how many levels a planet has room for beside its size, by building and level;
///   empty when room never ends
/// @param noticePause how long the same notice of a planet is not repeated
/// @param researchTime with the labs of all planets that take part
/// @param labs what researches
/// @param labNetwork of whose level it depends how many more labs take part; empty for none
/// @param demolition how a level is taken down
public record RuleSet(
    String name,
    String title,
    Map<String, BuildingRule> buildings,
    Map<String, TechRule> research,
    Map<String, UnitRule> units,
    ProductionRule production,
    Climate size,
    List<StorageRule> storage,
    Map<String, Integer> fields,
    TimeRule buildingTime,
    TimeRule unitTime,
    TimeRule researchTime,
    String labs,
    String labNetwork,
    QueueRule builds,
    QueueRule studies,
    YardRule yard,
    DemolitionRule demolition,
    FleetRule fleet,
    BattleRule battle,
    MarketRule market,
    StartRule start,
    ScoreRule score,
    Duration noticePause) {

  public RuleSet {
    buildings = Tables.copy(buildings);
    research = Tables.copy(research);
    units = Tables.copy(units);
    storage = List.copyOf(storage);
    fields = Tables.copy(fields);
  }

  /// A building; empty when there is none of that name.
  public Optional<BuildingRule> building(String key) {
    return Optional.ofNullable(buildings.get(key));
  }

  /// A technology; empty when there is none of that name.
  public Optional<TechRule> tech(String key) {
    return Optional.ofNullable(research.get(key));
  }

  /// A unit; empty when there is none of that name.
  public Optional<UnitRule> unit(String key) {
    return Optional.ofNullable(units.get(key));
  }

  /// A unit that is known to exist.
  ///
  /// @throws IllegalArgumentException when there is none of that name
  public UnitRule unitNamed(String key) {
    return unit(key).orElseThrow(() -> new IllegalArgumentException("unit: " + key));
  }

  /// The room for a resource; empty when it has no end.
  public Optional<StorageRule> storageOf(Resource resource) {
    return storage.stream().filter(rule -> rule.resource() == resource).findFirst();
  }

  /// A unit with what its owner has researched.
  public UnitStats stats(String key, Levels techs) {
    return UnitStats.of(this, key, techs);
  }
}
