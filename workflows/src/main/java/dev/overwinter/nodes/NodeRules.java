package dev.overwinter.nodes;

import dev.overwinter.nodes.NodeState.Draining;
import dev.overwinter.nodes.NodeState.Lost;
import dev.overwinter.nodes.NodeState.Online;
import dev.overwinter.nodes.NodeState.Retired;
import dev.overwinter.nodes.NodeState.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Decides what a node is: pure functions of its state, one fact or order, and the time.
public final class NodeRules {
  /// How long a silent node is only unknown, unless an operator says otherwise. A reboot takes
  /// minutes; a game that is started elsewhere while the old one runs would be a world that exists
  /// twice.
  public static final Duration GRACE = Duration.ofMinutes(10);

  private NodeRules() {}

  /// Its worker was heard.
  public static NodeState heard(NodeState state, Instant now) {
    return switch (state) {
      case Online _, Draining _, Retired _ -> state;
      case Unknown s -> s.draining() ? new Draining(now) : new Online(now);
      case Lost s -> s.draining() ? new Draining(now) : new Online(now);
    };
  }

  /// Its worker is heard no more.
  ///
  /// @param heard its last word
  public static NodeState silent(NodeState state, Instant heard, Instant now) {
    var last = heard.isBefore(state.since()) ? state.since() : heard;
    return switch (state) {
      case Online _ -> new Unknown(now, false, last);
      case Draining _ -> new Unknown(now, true, last);
      case Unknown _, Lost _, Retired _ -> state;
    };
  }

  /// When it is given up if it stays silent; empty while it answers.
  ///
  /// @param grace how long a silent node is only unknown
  public static Optional<Instant> lostAt(NodeState state, Duration grace) {
    return state instanceof Unknown s ? Optional.of(s.since().plus(grace)) : Optional.empty();
  }

  /// The moment of [#lostAt] has come.
  public static NodeState lost(NodeState state, Instant now) {
    return state instanceof Unknown s ? new Lost(now, s.draining(), s.heard()) : state;
  }

  /// Maintenance begins or ends.
  public static NodeState maintain(NodeState state, boolean on, Instant now) {
    if (state.maintained() == on) {
      return state;
    }
    return switch (state) {
      case Online _, Draining _ -> on ? new Draining(now) : new Online(now);
      case Unknown s -> new Unknown(s.since(), on, s.heard());
      case Lost s -> new Lost(s.since(), on, s.heard());
      case Retired _ -> state;
    };
  }

  /// It is taken out of service.
  public static NodeState retire(NodeState state, Instant now) {
    return state instanceof Retired ? state : new Retired(now);
  }
}
