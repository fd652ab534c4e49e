package dev.overwinter.sessions.workflow;

import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.Loose;
import dev.overwinter.sessions.Presence;
import dev.overwinter.sessions.SessionMetering;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.SessionState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one run of a session's workflow begins with: its specification and, after the first run,
/// all that the previous one knew.
///
/// @param spec what was asked for
/// @param carried what the previous run knew; null in the first run
/// @param continueAfterEvents history length at which to continue as new; 0 leaves it to the server
public record SessionRun(SessionSpec spec, @Nullable Carried carried, int continueAfterEvents) {
  public SessionRun {
    Objects.requireNonNull(spec, "spec");
  }

  /// The first run of a new session.
  public static SessionRun first(SessionSpec spec) {
    return new SessionRun(spec, null, 0);
  }

  /// The same that continues as new after so many events.
  public static SessionRun first(SessionSpec spec, int continueAfterEvents) {
    return new SessionRun(spec, null, continueAfterEvents);
  }

  /// What outlives a run.
  ///
  /// @param version of the last row written
  /// @param state what it was doing; settled
  /// @param lease whose it is; null while it is nobody's
  /// @param presence what is known of its game
  /// @param loose what is still to be destroyed
  /// @param lastChange who or what caused the last change
  /// @param createdAt when it was asked for
  /// @param metering what it has to say to accounts
  public record Carried(
      long version,
      SessionState state,
      @Nullable Lease lease,
      Presence presence,
      List<Loose> loose,
      String lastChange,
      Instant createdAt,
      SessionMetering metering) {
    public Carried {
      Objects.requireNonNull(state, "state");
      loose = List.copyOf(loose);
    }
  }
}
