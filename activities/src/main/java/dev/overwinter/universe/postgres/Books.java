package dev.overwinter.universe.postgres;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resources;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/// Sums of postings by their kind, since something was made: what proves that no micro-unit came
/// from nowhere. Immutable.
record Books(Map<Posting.Kind, Resources> byKind) {
  static final Books EMPTY = new Books(Map.of());

  Books {
    var sorted = new EnumMap<Posting.Kind, Resources>(Posting.Kind.class);
    sorted.putAll(byKind);
    byKind = sorted;
  }

  static Books read(String json) {
    return new Books(UniverseJson.read(json, new TypeReference<>() {}));
  }

  String json() {
    return UniverseJson.of(byKind);
  }

  Books and(Collection<Posting> postings) {
    var sum = new EnumMap<Posting.Kind, Resources>(Posting.Kind.class);
    sum.putAll(byKind);
    for (var posting : postings) {
      if (!posting.amount().isNone()) {
        sum.merge(posting.kind(), posting.amount(), Resources::plus);
      }
    }
    return new Books(sum);
  }

  /// What they add up to: the stock, if all is well.
  Resources balance() {
    return byKind.entrySet().stream()
        .map(entry -> new Posting(entry.getKey(), entry.getValue()).change())
        .reduce(Resources.NONE, Resources::plus);
  }
}
