package dev.overwinter.schedules.workflow;

import dev.overwinter.schedules.StepKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A step that is due.
///
/// @param id unique over all runs
/// @param server which server
/// @param kind what it should do
/// @param by on whose behalf, for its timeline
/// @param onlyIfEmpty whether not while somebody plays; otherwise players are cut off
/// @param line what to say to its game; empty unless that is what it is about
public record StepOrder(
    String id, String server, StepKind kind, String by, boolean onlyIfEmpty, String line) {
  public StepOrder(
      String id,
      String server,
      StepKind kind,
      String by,
      boolean onlyIfEmpty,
      @Nullable String line) {
    this.id = Objects.requireNonNull(id, "id");
    this.server = Objects.requireNonNull(server, "server");
    this.kind = Objects.requireNonNull(kind, "kind");
    this.by = Objects.requireNonNull(by, "by");
    this.onlyIfEmpty = onlyIfEmpty;
    // Absent in what was written before there were commands.
    this.line = line == null ? "" : line;
  }
}
