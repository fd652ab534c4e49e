package dev.overwinter.nodes;

import java.time.Instant;
import java.util.Objects;

/// Everything that can be read about a node: the row that its workflow writes into PostgreSQL and
/// the answer to its `status` query.
///
/// @param node its id
/// @param version grows with every change; an older row never overwrites a newer one
/// @param state whether it answers
/// @param settings what an operator has set
/// @param facts what its machine has
/// @param lastChange who or what caused the last change
/// @param joinedAt when it first came
public record NodeView(
    String node,
    long version,
    NodeState state,
    NodeSettings settings,
    NodeFacts facts,
    String lastChange,
    Instant joinedAt) {
  public NodeView {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(lastChange, "lastChange");
    Objects.requireNonNull(joinedAt, "joinedAt");
  }
}
