package dev.overwinter.universe.postgres;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.overwinter.universe.Resources;
import java.util.EnumMap;
import java.util.Map;

/// What came into the holds of a fleet and left them since it left, by reason: its cargo is what
/// they add up to. Immutable.
record Freight(Map<Reason, Resources> byReason) {
  static final Freight EMPTY = new Freight(Map.of());

  /// Ways into (`+1`) and out of (`-1`) a hold.
  enum Reason {
    /// From its planet.
    LOADED(1),
    /// From a planet that it has beaten.
    LOOTED(1),
    /// From a debris field.
    SALVAGED(1),
    /// On an expedition.
    FOUND(1),
    /// Onto a planet.
    UNLOADED(-1),
    /// With ships that are no more.
    LOST(-1);

    private final int sign;

    Reason(int sign) {
      this.sign = sign;
    }
  }

  Freight {
    var sorted = new EnumMap<Reason, Resources>(Reason.class);
    sorted.putAll(byReason);
    byReason = sorted;
  }

  static Freight read(String json) {
    return new Freight(UniverseJson.read(json, new TypeReference<>() {}));
  }

  String json() {
    return UniverseJson.of(byReason);
  }

  Freight and(Reason reason, Resources amount) {
    if (amount.isNone()) {
      return this;
    }
    var sum = new EnumMap<Reason, Resources>(Reason.class);
    sum.putAll(byReason);
    sum.merge(reason, amount, Resources::plus);
    return new Freight(sum);
  }

  /// The cargo.
  Resources balance() {
    return byReason.entrySet().stream()
        .map(entry ->
            entry.getKey().sign > 0 ? entry.getValue() : Resources.NONE.minus(entry.getValue()))
        .reduce(Resources.NONE, Resources::plus);
  }
}
