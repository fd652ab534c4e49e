package dev.overwinter.universe.combat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// When the ships of a planet leave before a battle; a part of a rule set's data. They are as good
/// as back the moment that it is over.
///
/// @param ratio they leave when the attackers' ships are worth at least so many times theirs; 0 for
///   never
/// @param civilPercent how much of a civil ship's worth counts
/// @param stay ids of ships that cannot leave and do not count
/// @param costPercent of the fuel of a flight to the next system, paid in deuterium of the planet
public record FleeRules(int ratio, int civilPercent, List<String> stay, int costPercent) {
  /// As the real game.
  public static final FleeRules OGAME =
      new FleeRules(
          5, 25, List.of("deathstar", "espionage_probe", "solar_satellite", "crawler"), 150);

  public FleeRules {
    stay = List.copyOf(stay);
    if (ratio < 0 || civilPercent < 0 || civilPercent > 100 || costPercent < 0) {
      throw new IllegalArgumentException(
          "flee: %d, %d %%, %d %% (expected: none below 0)"
              .formatted(ratio, civilPercent, costPercent));
    }
  }

  /// What the planet's ships do.
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Decision.Flees.class, name = "flees"),
    @JsonSubTypes.Type(value = Decision.Stays.class, name = "stays")
  })
  public sealed interface Decision {
    /// They leave.
    ///
    /// @param ships who leaves; the rest fights
    /// @param cost micro-units of deuterium
    record Flees(Map<String, Long> ships, long cost) implements Decision {
      public Flees {
        ships = Counts.copy(ships);
      }
    }

    /// They fight.
    ///
    /// @param why in a word
    record Stays(Why why) implements Decision {
      public Stays {
        Objects.requireNonNull(why, "why");
      }
    }

    /// Why they fight.
    enum Why {
      /// Nobody flees in this universe, or its owner does not want to.
      OFF,
      /// There is no ship that could.
      NOBODY,
      /// The attackers are not that strong.
      NO_NEED,
      /// The planet has not enough deuterium.
      NO_FUEL
    }
  }

  /// Which of a planet's ships could leave, so that their fuel can be asked for.
  public Map<String, Long> able(Armoury armoury, BattleFleet planet) {
    var able = new TreeMap<>(planet.units());
    able.keySet().removeIf(id -> !armoury.type(id).role().isShip() || stay.contains(id));
    return Counts.copy(able);
  }

  /// What the planet's own ships do; those that came to help stay in any case.
  ///
  /// @param fuel micro-units for a flight of those that are able to the next system
  /// @param deuterium micro-units on the planet
  public Decision decide(BattleOrder order, long fuel, long deuterium) {
    if (ratio == 0) {
      return new Decision.Stays(Decision.Why.OFF);
    }
    var able = able(order.armoury(), order.defenders().getFirst());
    if (able.isEmpty()) {
      return new Decision.Stays(Decision.Why.NOBODY);
    }
    var attackers = points(order.armoury(), order.attackers());
    var defenders = points(order.armoury(), order.defenders());
    // Divided, because the product need not fit.
    if (attackers == 0 || attackers / ratio < defenders) {
      return new Decision.Stays(Decision.Why.NO_NEED);
    }
    var whole = Math.ceilDiv(Math.multiplyExact(fuel, (long) costPercent), 100 * Goods.MICROS);
    var cost = Math.multiplyExact(whole, Goods.MICROS);
    return deuterium < cost
        ? new Decision.Stays(Decision.Why.NO_FUEL)
        : new Decision.Flees(able, cost);
  }

  private long points(Armoury armoury, List<BattleFleet> fleets) {
    var sum = 0L;
    for (var fleet : fleets) {
      for (var unit : fleet.units().entrySet()) {
        var type = armoury.type(unit.getKey());
        if (!stay.contains(type.id())) {
          sum += percent(type.role()) * (type.cost().times(unit.getValue()).sum() / 100);
        }
      }
    }
    return sum / Goods.MICROS / 1_000;
  }

  private int percent(UnitType.Role role) {
    return switch (role) {
      case WARSHIP -> 100;
      case CIVIL_SHIP -> civilPercent;
      case DEFENCE -> 0;
    };
  }
}
