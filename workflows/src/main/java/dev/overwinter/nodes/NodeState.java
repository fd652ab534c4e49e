package dev.overwinter.nodes;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether a node's worker answers. The state table is in the package documentation; [NodeRules] is
/// the only code that moves from one to another.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NodeState.Online.class, name = "ONLINE"),
  @JsonSubTypes.Type(value = NodeState.Draining.class, name = "DRAINING"),
  @JsonSubTypes.Type(value = NodeState.Unknown.class, name = "UNKNOWN"),
  @JsonSubTypes.Type(value = NodeState.Lost.class, name = "LOST"),
  @JsonSubTypes.Type(value = NodeState.Retired.class, name = "RETIRED"),
})
public sealed interface NodeState {

  /// Since when it is so.
  Instant since();

  /// Its worker answers.
  ///
  /// @param since when it was first heard
  record Online(Instant since) implements NodeState {}

  /// It answers and is in maintenance.
  ///
  /// @param since when the maintenance began
  record Draining(Instant since) implements NodeState {}

  /// Its worker is silent; its games may well run.
  ///
  /// @param since when the silence was noticed
  /// @param draining whether it was in maintenance
  /// @param heard its last word; null while it has said none, and in what was written before that
  ///   was kept
  record Unknown(Instant since, boolean draining, @Nullable Instant heard) implements NodeState {
    /// Nobody knows when it was heard last.
    public Unknown(Instant since, boolean draining) {
      this(since, draining, null);
    }
  }

  /// Silent for longer than its grace.
  ///
  /// @param since when the grace was over
  /// @param draining whether it was in maintenance
  /// @param heard its last word; null where nobody knows
  record Lost(Instant since, boolean draining, @Nullable Instant heard) implements NodeState {
    /// Nobody knows when it was heard last.
    public Lost(Instant since, boolean draining) {
      this(since, draining, null);
    }
  }

  /// Out of service for good.
  ///
  /// @param since when it was retired
  record Retired(Instant since) implements NodeState {}

  /// The name that people, metrics and search attributes use, for example `ONLINE`.
  default String label() {
    return switch (this) {
      case Online _ -> "ONLINE";
      case Draining _ -> "DRAINING";
      case Unknown _ -> "UNKNOWN";
      case Lost _ -> "LOST";
      case Retired _ -> "RETIRED";
    };
  }

  /// What its servers are told.
  default NodeStanding standing() {
    return switch (this) {
      case Lost _, Retired _ -> NodeStanding.LOST;
      case Online _, Draining _, Unknown _ ->
          maintained() ? NodeStanding.MAINTENANCE : NodeStanding.SERVING;
    };
  }

  /// When it was heard last, or again after a silence: since when it stands so for its servers.
  /// Null where nobody knows.
  default @Nullable Instant heard() {
    return switch (this) {
      case Online s -> s.since();
      case Draining s -> s.since();
      case Unknown s -> s.heard();
      case Lost s -> s.heard();
      case Retired s -> s.since();
    };
  }

  /// Whether it is in maintenance, answering or not.
  default boolean maintained() {
    return switch (this) {
      case Draining _ -> true;
      case Unknown s -> s.draining();
      case Lost s -> s.draining();
      case Online _, Retired _ -> false;
    };
  }
}
