package dev.overwinter.sessions.postgres;

import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.HeartbeatFact;
import dev.overwinter.sessions.Host;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.MeterReport;
import dev.overwinter.sessions.Presence;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.SessionLimits;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.SessionState;
import dev.overwinter.sessions.SessionView;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sessions for tests of their records.
final class SessionSamples {
  static final Instant BEGIN = Instant.parse("2026-11-22T12:00:00Z");
  static final Host HOST = new Host(1, 3_169_590_176L, "203.0.113.7", "fra1");

  private SessionSamples() {}

  static Lease lease(String owner, String key) {
    return new Lease(owner, "198.51.100.1", key);
  }

  static SessionSpec spec(String tag, String unique, @Nullable Lease lease) {
    return new SessionSpec(
        SessionId.of(new ShareTag(tag), unique),
        lease == null ? "pool" : "",
        lease,
        "admin",
        "standard",
        List.of(new Choice("fra1", "s-1vcpu-1gb", "1"), new Choice("ams3", "s-2vcpu-2gb", "1")),
        "",
        SessionLimits.USUAL);
  }

  static SessionSpec machine(String tag) {
    return new SessionSpec(
        SessionId.of(new ShareTag(tag), "k3j9x2m1"),
        "",
        null,
        "admin",
        "standard",
        List.of(),
        "192.0.2.9",
        SessionLimits.USUAL);
  }

  static SessionView view(SessionSpec spec, long version, SessionState state) {
    return view(spec, version, state, spec.lease(), Presence.none());
  }

  static SessionView view(
      SessionSpec spec,
      long version,
      SessionState state,
      @Nullable Lease lease,
      Presence presence,
      MeterReport... reports) {
    return new SessionView(
        spec, version, state, lease, presence, null, List.of(), "test", BEGIN, List.of(reports));
  }

  static Presence playing(SessionSpec spec, long number, int clients) {
    var fact =
        new HeartbeatFact(
            new Unit(spec.id(), 1), number, clients, false, BEGIN.plus(Duration.ofMinutes(1)));
    return Presence.none().heard(fact, BEGIN.plus(Duration.ofMinutes(2)));
  }
}
