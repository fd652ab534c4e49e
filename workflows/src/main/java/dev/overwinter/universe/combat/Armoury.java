package dev.overwinter.universe.combat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The units of a universe, and who fires again at whom. The order of the types is part of what a
/// seed means: a fleet lines up in it.
///
/// @param types each id once
/// @param rapidFire by the id of who fires and of who is hit: how often it fires at it on average,
///   2 or more; whoever is not named fires once
public record Armoury(List<UnitType> types, Map<String, Map<String, Integer>> rapidFire) {
  public Armoury {
    types = List.copyOf(types);
    if (types.stream().map(UnitType::id).distinct().count() != types.size()) {
      throw new IllegalArgumentException("types: an id comes twice (expected: each once)");
    }
    var sorted = new TreeMap<String, Map<String, Integer>>();
    rapidFire.forEach((shooter, targets) ->
        sorted.put(shooter, Collections.unmodifiableMap(new TreeMap<>(targets))));
    for (var targets : sorted.values()) {
      if (targets.values().stream().anyMatch(r -> r < 1)) {
        throw new IllegalArgumentException("rapid fire: " + targets + " (expected: 1 or more)");
      }
    }
    rapidFire = Collections.unmodifiableMap(sorted);
  }

  /// One type.
  ///
  /// @throws IllegalArgumentException when there is none of this id
  public UnitType type(String id) {
    return types.stream()
        .filter(t -> t.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unit: "
                    + id
                    + " (expected: one of "
                    + types.stream().map(UnitType::id).toList()
                    + ")"));
  }

  /// How often one fires at another on average; 1 without rapid fire.
  public int shots(String shooter, String target) {
    return rapidFire.getOrDefault(shooter, Map.of()).getOrDefault(target, 1);
  }

  /// What so many units cost.
  ///
  /// @throws ArithmeticException when it does not fit
  public Goods worth(Map<String, Long> units) {
    var sum = Goods.NONE;
    for (var unit : units.entrySet()) {
      sum = sum.plus(type(unit.getKey()).cost().times(unit.getValue()));
    }
    return sum;
  }

  /// How much so many units carry, in units, before any technology.
  public long cargo(Map<String, Long> units) {
    var sum = 0L;
    for (var unit : units.entrySet()) {
      sum = Math.addExact(sum, Math.multiplyExact(type(unit.getKey()).cargo(), unit.getValue()));
    }
    return sum;
  }
}
