package dev.overwinter.sessions;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a session knows of the game on its droplet.
///
/// @param last heartbeat that it knows of; null when there is none
/// @param emptySince when nobody played any more; null while somebody does or nothing was heard
/// @param listeningSince before this moment silence means nothing
public record Presence(
    @Nullable HeartbeatFact last, @Nullable Instant emptySince, Instant listeningSince) {
  public Presence {
    Objects.requireNonNull(listeningSince, "listeningSince");
  }

  /// Nothing was heard yet.
  public static Presence none() {
    return new Presence(null, null, Instant.EPOCH);
  }

  /// A heartbeat is known now; one that is not newer changes nothing.
  ///
  /// @param now a heartbeat from a clock that is ahead counts as of now
  public Presence heard(HeartbeatFact fact, Instant now) {
    var known = last;
    if (known != null && known.unit().equals(fact.unit()) && fact.number() <= known.number()) {
      return this;
    }
    var at = fact.at().isAfter(now) ? now : fact.at();
    var since = known != null && known.unit().equals(fact.unit()) ? emptySince : null;
    var empty = fact.clients() > 0 ? null : since == null ? at : since;
    var taken =
        new HeartbeatFact(fact.unit(), fact.number(), fact.clients(), fact.resetReady(), at);
    return new Presence(taken, empty, listeningSince);
  }

  /// Somebody has looked.
  public Presence looked(HeartbeatLook look, Unit unit, Instant now) {
    var open =
        look.listeningSince().isAfter(listeningSince)
            ? new Presence(last, emptySince, look.listeningSince())
            : this;
    var found = look.last();
    return found == null || !found.unit().equals(unit) ? open : open.heard(found, now);
  }

  /// Whether a unit was heard.
  public boolean heardOf(Unit unit) {
    var known = last;
    return known != null && known.unit().equals(unit);
  }

  /// Whether somebody is known to play.
  public boolean occupied() {
    var known = last;
    return known != null && known.clients() > 0;
  }

  /// How many play, as far as it is known.
  public int clients() {
    var known = last;
    return known == null ? 0 : known.clients();
  }

  /// From when on silence counts.
  Instant silentFrom(Instant since) {
    var known = last;
    var heard = known == null || known.at().isBefore(since) ? since : known.at();
    return listeningSince.isAfter(heard) ? listeningSince : heard;
  }
}
