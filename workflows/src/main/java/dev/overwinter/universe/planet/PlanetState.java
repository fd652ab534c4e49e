package dev.overwinter.universe.planet;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.overwinter.universe.Body;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/// A planet or a moon at the moment when it was settled last.
///
/// @param temperature degrees; the highest of a day
/// @param size as the rule set counts it: a class of size, or how many levels there is room for
/// @param units what is stationed here
/// @param techs what its owner has researched, as far as its production and its works know
/// @param techsAhead research of its owner that is under way, in order of its ends: the planet
///   takes it over when it is due
/// @param stock micro-units
/// @param rest what the last whole micro-unit leaves
/// @param settledAt whole milliseconds
/// @param builds the building queue; its head is under way
/// @param yard the shipyard's queue; its head is under way
/// @param nextItem the number of the next item: items are never numbered twice
/// @param notices which conditions hold, and when they were told last
/// @param vacation whether its owner is away: nothing is produced or burnt then
public record PlanetState(
    PlanetId id,
    PlayerId owner,
    String name,
    Coordinate at,
    Body body,
    int temperature,
    int size,
    Levels buildings,
    Units units,
    Levels techs,
    List<TechAhead> techsAhead,
    Resources stock,
    Rest rest,
    Instant settledAt,
    List<BuildItem> builds,
    List<YardItem> yard,
    long nextItem,
    Notices notices,
    boolean vacation) {

  /// Research that will be known at a moment.
  public record TechAhead(String tech, int level, Instant at) {}

  /// What the last whole micro-unit of each stock leaves, in parts of which an hour of milliseconds
  /// make one.
  public record Rest(long metal, long crystal, long deuterium) {
    /// Nothing.
    public static final Rest NONE = new Rest(0, 0, 0);
  }

  public PlanetState {
    if (!stock.isNatural()) {
      throw new IllegalArgumentException("stock: " + stock + " (expected: >= 0)");
    }
    settledAt = settledAt.truncatedTo(ChronoUnit.MILLIS);
    techsAhead =
        techsAhead.stream()
            .sorted(Comparator.comparing(TechAhead::at).thenComparing(TechAhead::tech))
            .toList();
    builds = List.copyOf(builds);
    yard = List.copyOf(yard);
  }

  /// Buildings and technologies together: what prerequisites and times depend on.
  @JsonIgnore
  public Levels levels() {
    return buildings.and(techs);
  }

  /// The same with another stock.
  public PlanetState withStock(Resources next) {
    return new PlanetState(
        id,
        owner,
        name,
        at,
        body,
        temperature,
        size,
        buildings,
        units,
        techs,
        techsAhead,
        next,
        rest,
        settledAt,
        builds,
        yard,
        nextItem,
        notices,
        vacation);
  }

  /// The same after production.
  PlanetState produced(Resources next, Rest nextRest, Instant until) {
    return new PlanetState(
        id,
        owner,
        name,
        at,
        body,
        temperature,
        size,
        buildings,
        units,
        techs,
        techsAhead,
        next,
        nextRest,
        until,
        builds,
        yard,
        nextItem,
        notices,
        vacation);
  }

  /// The same with other buildings.
  public PlanetState withBuildings(Levels next) {
    return new PlanetState(
        id,
        owner,
        name,
        at,
        body,
        temperature,
        size,
        next,
        units,
        techs,
        techsAhead,
        stock,
        rest,
        settledAt,
        builds,
        yard,
        nextItem,
        notices,
        vacation);
  }

  /// The same with other units.
  public PlanetState withUnits(Units next) {
    return new PlanetState(
        id,
        owner,
        name,
        at,
        body,
        temperature,
        size,
        buildings,
        next,
        techs,
        techsAhead,
        stock,
        rest,
        settledAt,
        builds,
        yard,
        nextItem,
        notices,
        vacation);
  }

  /// The same with other knowledge.
  public PlanetState withTechs(Levels next, List<TechAhead> ahead) {
    return new PlanetState(
        id,
        owner,
        name,
        at,
        body,
        temperature,
        size,
        buildings,
        units,
        next,
        ahead,
        stock,
        rest,
        settledAt,
        builds,
        yard,
        nextItem,
        notices,
        vacation);
  }

  /// The same with another building queue.
  public PlanetState withBuilds(List<BuildItem> next) {
    return new PlanetState(
        id,
        owner,
        name,
        at,
        body,
        temperature,
        size,
        buildings,
        units,
        techs,
        techsAhead,
        stock,
        rest,
        settledAt,
        next,
        yard,
        nextItem,
        notices,
        vacation);
  }

  /// The same with another shipyard queue.
  public PlanetState withYard(List<YardItem> next) {
    return new PlanetState(
        id,
        owner,
        name,
        at,
        body,
        temperature,
        size,
        buildings,
        units,
        techs,
        techsAhead,
        stock,
        rest,
        settledAt,
        builds,
        next,
        nextItem,
        notices,
        vacation);
  }

  /// The same after an item got the next number.
  public PlanetState numbered() {
    return new PlanetState(
        id,
        owner,
        name,
        at,
        body,
        temperature,
        size,
        buildings,
        units,
        techs,
        techsAhead,
        stock,
        rest,
        settledAt,
        builds,
        yard,
        nextItem + 1,
        notices,
        vacation);
  }

  PlanetState withNotices(Notices next) {
    return new PlanetState(
        id,
        owner,
        name,
        at,
        body,
        temperature,
        size,
        buildings,
        units,
        techs,
        techsAhead,
        stock,
        rest,
        settledAt,
        builds,
        yard,
        nextItem,
        next,
        vacation);
  }

  /// The same while its owner is away, or back.
  PlanetState withVacation(boolean away) {
    return new PlanetState(
        id,
        owner,
        name,
        at,
        body,
        temperature,
        size,
        buildings,
        units,
        techs,
        techsAhead,
        stock,
        rest,
        settledAt,
        builds,
        yard,
        nextItem,
        notices,
        away);
  }

  /// The same with another name.
  public PlanetState named(String next) {
    return new PlanetState(
        id,
        owner,
        next,
        at,
        body,
        temperature,
        size,
        buildings,
        units,
        techs,
        techsAhead,
        stock,
        rest,
        settledAt,
        builds,
        yard,
        nextItem,
        notices,
        vacation);
  }

  /// The same with another name.
  public PlanetState withName(String next) {
    return new PlanetState(
        id,
        owner,
        next,
        at,
        body,
        temperature,
        size,
        buildings,
        units,
        techs,
        techsAhead,
        stock,
        rest,
        settledAt,
        builds,
        yard,
        nextItem,
        notices,
        vacation);
  }
}
