package dev.overwinter.universe.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.Spot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What our own API says about universes, in the shapes that it says it in. Times are UTC, amounts
/// whole units, moments of what is to come are those at which it happens whatever dies meanwhile.
final class UniverseJson {
  private UniverseJson() {}

  /// A universe.
  ///
  /// @param id of it
  /// @param name for people
  /// @param rules name of its rule set
  /// @param economySpeed how many times faster things are made
  /// @param fleetSpeed how many times faster fleets fly
  /// @param researchSpeed how many times faster research is
  /// @param galaxies how many
  /// @param systems of a galaxy
  /// @param positions of a system
  /// @param startChoice whether players choose their first planet
  /// @param players how many play
  /// @param createdAt since when
  record World(
      String id,
      String name,
      String rules,
      @JsonProperty("economy_speed") double economySpeed,
      @JsonProperty("fleet_speed") double fleetSpeed,
      @JsonProperty("research_speed") double researchSpeed,
      int galaxies,
      int systems,
      int positions,
      @JsonProperty("start_choice") boolean startChoice,
      int players,
      @JsonProperty("created_at") Instant createdAt) {
    static World of(UniverseReads.Universe universe, int players) {
      var speeds = universe.laws().speeds();
      return new World(
          universe.id(),
          universe.name(),
          universe.laws().rules().name(),
          speeds.economy(),
          speeds.fleet(),
          speeds.research(),
          universe.galaxies(),
          universe.systems(),
          universe.positions(),
          universe.startChoice(),
          players,
          universe.createdAt());
    }
  }

  /// A player, for themselves.
  ///
  /// @param id number, over all universes
  /// @param universe where
  /// @param username for people
  /// @param points as they were counted last
  /// @param rank null before they were
  /// @param activePlanet null before the first
  /// @param needsStartChoice whether the first planet has still to be chosen
  /// @param vacationSince null while they play
  /// @param research levels by name
  /// @param researchQueue its head is under way
  /// @param unread how many messages are new
  /// @param cursor of the newest event
  record Me(
      long id,
      String universe,
      String username,
      PlayerReads.Points points,
      @Nullable Integer rank,
      @JsonProperty("active_planet") @Nullable Long activePlanet,
      @JsonProperty("needs_start_choice") boolean needsStartChoice,
      @JsonProperty("vacation_since") @Nullable Instant vacationSince,
      Map<String, Integer> research,
      @JsonProperty("research_queue") List<Item> researchQueue,
      int unread,
      long cursor) {}

  /// Something in a queue.
  ///
  /// @param item what to cancel it by
  /// @param thing its name in the rules
  /// @param amount the level that it leads to, or how many units are still to come
  /// @param down whether a level is taken down
  /// @param paid so far
  /// @param startsAt null when that is only known once it is head
  /// @param finishesAt null likewise
  record Item(
      String item,
      String thing,
      long amount,
      boolean down,
      Amounts paid,
      @JsonProperty("starts_at") @Nullable Instant startsAt,
      @JsonProperty("finishes_at") @Nullable Instant finishesAt) {}

  /// A planet or moon as its owner sees it now.
  ///
  /// @param id of it
  /// @param name for people
  /// @param at where
  /// @param size classic: 140 to 200; ogame: diameter in km
  /// @param temperatureMin degrees Celsius
  /// @param temperatureMax degrees Celsius
  /// @param resources now
  /// @param yield what comes, and when it stops
  /// @param buildings levels by name
  /// @param units counts by name
  /// @param buildQueue its head is under way
  /// @param unitQueue likewise
  /// @param asOf what `resources` are true for
  record Planet(
      long id,
      String name,
      Place at,
      int size,
      @JsonProperty("temperature_min") int temperatureMin,
      @JsonProperty("temperature_max") int temperatureMax,
      Amounts resources,
      Yield yield,
      Map<String, Integer> buildings,
      Map<String, Long> units,
      @JsonProperty("build_queue") List<Item> buildQueue,
      @JsonProperty("unit_queue") List<Item> unitQueue,
      @JsonProperty("as_of") Instant asOf) {
    static Planet of(PlanetReads.Planet planet) {
      var state = planet.state();
      return new Planet(
          planet.id(),
          planet.name(),
          new Place(planet.galaxy(), planet.system(), planet.position(), planet.moon()),
          planet.size(),
          planet.temperatureLeast(),
          planet.temperatureMost(),
          Amounts.of(state.stock()),
          planet.yield(),
          state.buildings().byKey(),
          state.units().byKey(),
          state.builds().stream()
              .map(item ->
                  new Item(
                      String.valueOf(item.number()),
                      item.building(),
                      item.level(),
                      item.down(),
                      Amounts.of(item.paid()),
                      item.start(),
                      item.end()))
              .toList(),
          state.yard().stream()
              .map(item ->
                  new Item(
                      String.valueOf(item.number()),
                      item.unit(),
                      item.count() - item.delivered(),
                      false,
                      Amounts.of(item.each().times(item.count())),
                      item.start(),
                      item.end()))
              .toList(),
          state.settledAt());
    }
  }

  /// A place.
  ///
  /// @param moon the moon there, and not the planet
  record Place(int galaxy, int system, int position, boolean moon) {
    static Place of(Spot spot) {
      return new Place(spot.galaxy(), spot.system(), spot.position(), spot.moon());
    }
  }

  /// An order that was accepted.
  ///
  /// @param item its id in the queue; empty when it is in none
  /// @param thing what it is about
  /// @param amount the level that it leads to, or how many units
  /// @param paid what was taken
  /// @param refunded what was given back
  /// @param at when
  /// @param finishesAt null when nothing follows, or it is not known yet
  record Accepted(
      String item,
      String thing,
      long amount,
      Amounts paid,
      Amounts refunded,
      Instant at,
      @JsonProperty("finishes_at") @Nullable Instant finishesAt) {
    static Accepted of(OrderAnswer.Accepted done) {
      return new Accepted(
          done.item(),
          done.thing(),
          done.amount(),
          Amounts.of(done.paid()),
          Amounts.of(done.refunded()),
          done.at(),
          done.finishesAt());
    }
  }

  /// A fleet; of somebody else's without what it carries.
  ///
  /// @param id of it
  /// @param own whether it is one's own
  /// @param player whose
  /// @param username for people
  /// @param mission what for
  /// @param state OUTBOUND, HOLDING, RETURNING, HOME or LOST
  /// @param origin where it left
  /// @param target where it goes
  /// @param units null for somebody else's
  /// @param cargo null likewise
  /// @param departsAt when it left
  /// @param arrivesAt when it is there
  /// @param holdsUntil of a mission that stays
  /// @param returnsAt null for one that does not come back
  /// @param recalled whether it was called back
  /// @param outcome one line
  /// @param battle its report; null when it did not fight
  /// @param union the union that it flies in; null for none, and for somebody else's
  record Fleet(
      String id,
      boolean own,
      long player,
      String username,
      String mission,
      String state,
      Place origin,
      Place target,
      @Nullable Map<String, Long> units,
      @Nullable Amounts cargo,
      @JsonProperty("departs_at") Instant departsAt,
      @JsonProperty("arrives_at") Instant arrivesAt,
      @JsonProperty("holds_until") @Nullable Instant holdsUntil,
      @JsonProperty("returns_at") @Nullable Instant returnsAt,
      boolean recalled,
      String outcome,
      @Nullable Long battle,
      @Nullable String union) {
    static Fleet of(FleetReads.Fleet fleet, long reader) {
      boolean own = fleet.player() == reader;
      return new Fleet(
          fleet.id(),
          own,
          fleet.player(),
          fleet.playerName(),
          fleet.mission().name(),
          fleet.state(),
          Place.of(fleet.origin()),
          Place.of(fleet.target()),
          own ? fleet.units().byKey() : null,
          own ? Amounts.of(new Resources(fleet.metal(), fleet.crystal(), fleet.deuterium())) : null,
          fleet.departsAt(),
          fleet.arrivesAt(),
          fleet.holdsUntil(),
          own ? fleet.returnsAt() : null,
          fleet.recalledAt() != null,
          own ? fleet.outcome() : "",
          fleet.battle(),
          own ? fleet.union() : null);
    }
  }
}
