package dev.overwinter.sessions;

import dev.overwinter.sessions.SessionState.Booting;
import dev.overwinter.sessions.SessionState.Draining;
import dev.overwinter.sessions.SessionState.Leasing;
import dev.overwinter.sessions.SessionState.Ready;
import dev.overwinter.sessions.SessionState.Starting;
import dev.overwinter.sessions.SessionState.Warm;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that can be read about a session: the row that its workflow writes into PostgreSQL
/// and the answer to its `status` query.
///
/// @param spec what it was made as
/// @param version grows with every change; an older row never overwrites a newer one
/// @param state what it is doing
/// @param lease whose it is; null while it is nobody's
/// @param presence what is known of its game
/// @param endsAt when it ends if nothing changes; null while that is not foreseen
/// @param loose what is still to be destroyed
/// @param lastChange who or what caused the last change, for the timeline
/// @param createdAt when it was asked for
/// @param meterReports what accounts have yet to be told, in order
public record SessionView(
    SessionSpec spec,
    long version,
    SessionState state,
    @Nullable Lease lease,
    Presence presence,
    @Nullable Instant endsAt,
    List<Loose> loose,
    String lastChange,
    Instant createdAt,
    List<MeterReport> meterReports) {
  public SessionView {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(presence, "presence");
    Objects.requireNonNull(lastChange, "lastChange");
    Objects.requireNonNull(createdAt, "createdAt");
    loose = List.copyOf(loose);
    meterReports = List.copyOf(meterReports);
  }

  /// Where it runs; empty while it has no address, or none any more.
  public Optional<Host> host() {
    return hostOf(state);
  }

  /// Which heartbeats are its own; empty while it has no droplet, or none any more. Others are for
  /// nobody: the api answers them as an unknown server and writes no row.
  public Optional<Unit> unit() {
    return SessionRules.unit(spec, state);
  }

  /// What somebody is told who types its tag.
  public JoinAnswer join() {
    return state instanceof Ready ready
        ? new JoinAnswer.Here(ready.host().ipv4())
        : new JoinAnswer.NotFound();
  }

  /// The id of its droplet; 0 while that is not known, or it has none.
  public long droplet() {
    return dropletOf(state);
  }

  /// The same of a state.
  public static long dropletOf(SessionState state) {
    return state instanceof Booting booting
        ? booting.droplet()
        : hostOf(state).map(Host::droplet).orElse(0L);
  }

  static Optional<Host> hostOf(SessionState state) {
    return switch (state) {
      case Starting s -> Optional.of(s.host());
      case Warm s -> Optional.of(s.host());
      case Leasing s -> Optional.of(s.host());
      case Ready s -> Optional.of(s.host());
      case Draining s -> Optional.of(s.host());
      case SessionState.Reserving _,
          SessionState.Creating _,
          Booting _,
          SessionState.Ending _,
          SessionState.Over _,
          SessionState.Refused _ ->
          Optional.empty();
    };
  }
}
