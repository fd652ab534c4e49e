package dev.overwinter.notices.workflow;

import java.util.Objects;

/// What the lane of a server begins with. Everything else is in rows.
///
/// @param server whose
/// @param continueAfterEvents continues as new after so many events; 0 when Temporal suggests it
public record NoticesRun(String server, int continueAfterEvents) {
  public NoticesRun {
    Objects.requireNonNull(server, "server");
  }

  /// The first run.
  public static NoticesRun first(String server) {
    return new NoticesRun(server, 0);
  }
}
