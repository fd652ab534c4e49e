package dev.overwinter.nodes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Chooses the node of a new server: a pure function, so that it can be asked inside the
/// transaction that reserves what it chose.
///
/// Of the nodes that fit, the one that is promised least of its memory: a wake needs memory at once
/// and everything else can be shared.
public final class Placement {

  /// What came of it.
  public sealed interface Choice {
    /// There is room.
    ///
    /// @param node where
    record Placed(String node) implements Choice {}

    /// There is room nowhere.
    ///
    /// @param reason one line for people that names what is missing, by node
    record Refused(String reason) implements Choice {}
  }

  private Placement() {}

  /// The node for a server, or why there is none.
  public static Choice choose(List<NodeOffer> offers, Wish wish, Capacity need) {
    var fitting = new ArrayList<NodeOffer>();
    var reasons = new ArrayList<String>();
    for (var offer : offers) {
      var objection = objection(offer, wish, need);
      if (objection.isEmpty()) {
        fitting.add(offer);
      } else {
        reasons.add(offer.node() + ": " + objection.get());
      }
    }
    return fitting.stream()
        .min(
            Comparator.comparingDouble((NodeOffer o) -> load(o, need))
                .thenComparing(NodeOffer::node))
        .<Choice>map(offer -> new Choice.Placed(offer.node()))
        .orElseGet(() -> new Choice.Refused(reason(reasons)));
  }

  private static Optional<String> objection(NodeOffer offer, Wish wish, Capacity need) {
    if (!wish.node().isEmpty() && !wish.node().equals(offer.node())) {
      return Optional.of("not the node that was asked for");
    }
    if (!offer.open()) {
      return Optional.of("takes no new servers");
    }
    if (!wish.region().isEmpty() && !wish.region().equals(offer.settings().region())) {
      return Optional.of("not in region " + wish.region());
    }
    if (!offer.settings().tags().containsAll(wish.tags())) {
      return Optional.of("has not all the tags " + wish.tags());
    }
    return shortage(offer.offered(), offer.promised().plus(need));
  }

  private static Optional<String> shortage(Capacity offered, Capacity wanted) {
    if (wanted.memoryBytes() > offered.memoryBytes()) {
      return Optional.of("memory: " + mib(wanted) + " MiB would be promised of " + mib(offered));
    }
    if (wanted.milliCpus() > offered.milliCpus()) {
      return Optional.of(
          "CPU: " + wanted.milliCpus() + " thousandths of a core of " + offered.milliCpus());
    }
    return wanted.ports() > offered.ports()
        ? Optional.of("ports: " + wanted.ports() + " of " + offered.ports())
        : Optional.empty();
  }

  private static long mib(Capacity capacity) {
    return capacity.memoryBytes() >> 20;
  }

  private static double load(NodeOffer offer, Capacity need) {
    return (double) offer.promised().plus(need).memoryBytes() / offer.offered().memoryBytes();
  }

  private static String reason(List<String> reasons) {
    return reasons.isEmpty()
        ? "there is no node"
        : "no node has room (" + String.join("; ", reasons) + ")";
  }
}
