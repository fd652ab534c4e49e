package dev.overwinter.universe.combat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Missiles against defences; a part of a rule set's data. No chance in it.
///
/// @param damage points of one missile, before weapons technology
/// @param systemsPerLevel how many systems farther a level of impulse drive reaches
/// @param systemsLess how many systems fewer in all
/// @param secondsLeast how long a flight takes within a system, at speed 1
/// @param secondsPerSystem how much longer for every system
public record MissileRules(
    long damage, int systemsPerLevel, int systemsLess, int secondsLeast, int secondsPerSystem) {
  /// As the real game.
  public static final MissileRules OGAME = new MissileRules(12_000, 5, 1, 30, 60);

  /// How many systems far missiles fly; never into another galaxy.
  ///
  /// @return 0 for nowhere but the own system with drive, -1 for nowhere at all
  public int range(int impulse) {
    return impulse < 1 ? -1 : systemsPerLevel * impulse - systemsLess;
  }

  /// How long they fly.
  ///
  /// @param systems how far, 0 for the own system
  /// @param speed of fleets in this universe, above 0
  public Duration flight(int systems, int speed) {
    return Duration.ofSeconds(
        Math.max(1, (secondsLeast + (long) secondsPerSystem * systems) / speed));
  }

  /// Missiles that arrive somewhere.
  ///
  /// @param missiles how many
  /// @param weapons level of who sent them
  /// @param first id of the defence that they aim at first; empty for the order of the armoury
  /// @param armour level of who is hit
  /// @param interceptors how many anti-ballistic missiles the target has
  /// @param planetInterceptors how many the planet of a moon has, which are spent first; 0 for a
  ///   planet
  /// @param defences that stand there, by id
  public record Strike(
      long missiles,
      int weapons,
      String first,
      int armour,
      long interceptors,
      long planetInterceptors,
      Map<String, Long> defences) {
    public Strike {
      Objects.requireNonNull(first, "first");
      defences = Counts.copy(defences);
      if (missiles < 0 || interceptors < 0 || planetInterceptors < 0 || weapons < 0 || armour < 0) {
        throw new IllegalArgumentException("strike: below 0 (expected: none)");
      }
    }
  }

  /// What they did.
  ///
  /// @param intercepted how many were stopped, one by one interceptor each
  /// @param interceptorsSpent of the target
  /// @param planetInterceptorsSpent of the planet of a moon
  /// @param destroyed defences that are not any more, by id
  /// @param remaining defences that still are
  public record Impact(
      long intercepted,
      long interceptorsSpent,
      long planetInterceptorsSpent,
      Map<String, Long> destroyed,
      Map<String, Long> remaining) {
    public Impact {
      destroyed = Counts.copy(destroyed);
      remaining = Counts.copy(remaining);
    }
  }

  /// What missiles do: a defence falls when what is left of their damage is its whole hull; what is
  /// too little for one kind is used against the next. Nothing is repaired, nothing becomes debris.
  public Impact strike(Strike strike, Armoury armoury) {
    var planets = Math.min(strike.missiles(), strike.planetInterceptors());
    var targets = Math.min(strike.missiles() - planets, strike.interceptors());
    var through = strike.missiles() - planets - targets;
    // Tenths of a point, as in battles.
    var left =
        Math.multiplyExact(Math.multiplyExact(through, damage), (long) (10 + strike.weapons()));
    var destroyed = new TreeMap<String, Long>();
    for (var type : order(armoury, strike.first())) {
      var hull = type.structure() * (10 + strike.armour()) / 10;
      var falls = Math.min(left / hull, strike.defences().getOrDefault(type.id(), 0L));
      destroyed.put(type.id(), falls);
      left -= falls * hull;
    }
    return new Impact(
        planets + targets, targets, planets, destroyed, Counts.minus(strike.defences(), destroyed));
  }

  private static List<UnitType> order(Armoury armoury, String first) {
    var order = new ArrayList<UnitType>();
    if (!first.isEmpty()) {
      var aim = armoury.type(first);
      if (aim.role().isShip()) {
        throw new IllegalArgumentException("first: " + first + " (expected: a defence)");
      }
      order.add(aim);
    }
    armoury.types().stream()
        .filter(t -> !t.role().isShip() && !t.id().equals(first))
        .forEach(order::add);
    return order;
  }
}
