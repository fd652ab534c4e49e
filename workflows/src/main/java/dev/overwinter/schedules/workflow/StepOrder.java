package dev.overwinter.schedules.workflow;

import dev.overwinter.schedules.StepKind;
import java.util.Objects;

/// A step that is due.
///
/// @param id unique over all runs
/// @param server which server
/// @param kind what it should do
/// @param by on whose behalf, for its timeline
/// @param onlyIfEmpty whether not while somebody plays; otherwise players are cut off
public record StepOrder(String id, String server, StepKind kind, String by, boolean onlyIfEmpty) {
  public StepOrder {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(by, "by");
  }
}
