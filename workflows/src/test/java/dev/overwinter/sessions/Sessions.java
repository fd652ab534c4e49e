package dev.overwinter.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sessions that tests speak of.
public final class Sessions {
  public static final Choice FRANKFURT = new Choice("fra1", "s-1vcpu-1gb", "4711");
  public static final Choice NEW_YORK = new Choice("nyc3", "s-1vcpu-1gb", "4711");
  public static final Lease ANNA = new Lease("anna", "198.51.100.7", "key-anna");
  public static final Lease BERT = new Lease("bert", "198.51.100.8", "key-bert");
  public static final String HOUSE = "sessions-house";

  public static final SessionLimits LIMITS =
      new SessionLimits(
          Duration.ofMinutes(8),
          3,
          Duration.ofMinutes(3),
          Duration.ofMinutes(10),
          Duration.ofHours(24),
          Duration.ofMinutes(2));

  private Sessions() {}

  /// On a droplet, for Anna.
  public static SessionSpec forAnna(String tag) {
    return spec(tag, "", ANNA, List.of(FRANKFURT, NEW_YORK), LIMITS);
  }

  /// On a droplet, for nobody yet.
  public static SessionSpec warm(String tag) {
    return spec(tag, "p1", null, List.of(FRANKFURT), LIMITS);
  }

  public static SessionSpec spec(
      String tag, String pool, @Nullable Lease lease, List<Choice> choices, SessionLimits limits) {
    return new SessionSpec(id(tag), pool, lease, HOUSE, "standard", choices, "", limits);
  }

  /// On a machine of an operator's own.
  public static SessionSpec machine(String tag) {
    return new SessionSpec(id(tag), "", null, HOUSE, "standard", List.of(), "192.0.2.9", LIMITS);
  }

  public static SessionId id(String tag) {
    return SessionId.of(new ShareTag(tag), "0a1b2c3d");
  }

  public static Unit unit(String tag, int attempt) {
    return new Unit(id(tag), attempt);
  }

  public static DropletFacts droplet(long id, Unit unit, String status, String ip, Instant at) {
    return new DropletFacts(id, unit.text(), status, ip, at);
  }

  public static HeartbeatFact beat(Unit unit, long number, int clients, Instant at) {
    return new HeartbeatFact(unit, number, clients, false, at);
  }
}
