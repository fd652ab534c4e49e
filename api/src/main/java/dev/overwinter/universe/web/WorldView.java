package dev.overwinter.universe.web;

import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import java.util.Arrays;
import java.util.List;

/// What frames every page of a universe: the way around, the planets, what the one that is looked
/// at has.
///
/// @param id of the universe
/// @param name of it
/// @param section which page this is
/// @param username who looks
/// @param planet the one that is looked at
/// @param planets all of theirs
/// @param stock its resources, as a browser counts them on
/// @param energy what there is, and what mines take
/// @param unread messages
/// @param incoming hostile fleets
/// @param flying fleets of one's own
/// @param key what makes the forms of this page the same ones when they are sent twice
/// @param vacation whether they are away
record WorldView(
    String id,
    String name,
    String section,
    String username,
    Tab planet,
    List<Tab> planets,
    List<Counter> stock,
    Power energy,
    int unread,
    long incoming,
    int flying,
    String key,
    boolean vacation) {

  /// A planet or moon in the list of all.
  ///
  /// @param at its coordinate
  /// @param look how it is drawn
  record Tab(long id, String name, String at, boolean moon, String look, boolean here) {
    static Tab of(PlanetReads.Planet planet, long here) {
      return new Tab(
          planet.id(),
          planet.name(),
          planet.galaxy() + ":" + planet.system() + ":" + planet.position(),
          planet.moon(),
          WorldView.look(planet.moon(), planet.temperature()),
          planet.id() == here);
    }
  }

  /// How a planet is drawn.
  static String look(boolean moon, int temperature) {
    if (moon) {
      return "moon";
    }
    if (temperature <= -25) {
      return "ice";
    }
    if (temperature <= 5) {
      return "tundra";
    }
    if (temperature <= 32) {
      return "green";
    }
    return temperature <= 60 ? "desert" : "lava";
  }

  /// A resource that grows: everything in integers, so that a browser counts as exactly as the
  /// rules do.
  ///
  /// @param micros what there was at that moment
  /// @param rest what the last whole micro-unit had left, in parts of which an hour of milliseconds
  ///   make one
  /// @param perHour micro-units; below zero for what is used up
  /// @param room micro-units; -1 without end
  /// @param shown whole units
  /// @param rate whole units an hour
  /// @param roomShown whole units
  /// @param full whether production has stopped
  record Counter(
      String key,
      String name,
      long micros,
      long rest,
      long perHour,
      long room,
      String shown,
      String rate,
      String roomShown,
      boolean full) {}

  /// @param percent the share of their output that mines give
  record Power(String left, String produced, String required, int percent, boolean low) {}

  static List<Counter> stock(Laws laws, PlanetState state) {
    var rates = PlanetRules.rates(laws, state);
    return Arrays.stream(Resource.values())
        .map(resource -> {
          long room = rates.room().of(resource);
          long stock = state.stock().of(resource);
          long perHour = rates.net().of(resource);
          return new Counter(
              resource.key(),
              Words.of(resource),
              stock,
              rest(state, resource),
              perHour,
              room == Long.MAX_VALUE ? -1 : room,
              Words.units(stock),
              Words.signed(perHour / Resources.MICROS),
              room == Long.MAX_VALUE ? "∞" : Words.units(room),
              stock >= room);
        })
        .toList();
  }

  private static long rest(PlanetState state, Resource resource) {
    return switch (resource) {
      case METAL -> state.rest().metal();
      case CRYSTAL -> state.rest().crystal();
      case DEUTERIUM -> state.rest().deuterium();
    };
  }

  static Power power(Laws laws, PlanetState state) {
    var energy = PlanetRules.rates(laws, state).energy();
    long produced = (long) Math.floor(energy.produced());
    long required = (long) Math.ceil(energy.required());
    return new Power(
        Words.signed(produced - required),
        Words.number(produced),
        Words.number(required),
        (int) Math.floor(energy.factor() * 100),
        produced < required);
  }
}
