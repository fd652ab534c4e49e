package dev.overwinter.servers;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which proxies hold players of a server, as far as they have said. A proxy claims a server before
/// it lets its first player through and says when its last one has left; messages of one proxy are
/// numbered, and an older one never undoes a newer one.
///
/// @param claims the newest word of each proxy
/// @param emptySince when the last proxy became empty; meaningless while one is not
public record Occupancy(Map<String, Claim> claims, Instant emptySince) {

  /// The newest word of one proxy.
  ///
  /// @param seq its number
  /// @param occupied whether the proxy holds or relays at least one player
  public record Claim(long seq, boolean occupied) {}

  public Occupancy {
    // Sorted: claims reach the history, whose order must not depend on the JVM.
    claims = Collections.unmodifiableMap(new TreeMap<>(claims));
  }

  /// Nobody has said anything yet.
  public static Occupancy none(Instant now) {
    return new Occupancy(Map.of(), now);
  }

  /// Whether any proxy holds a player.
  public boolean occupied() {
    return claims.values().stream().anyMatch(Claim::occupied);
  }

  /// Whether anybody has ever come.
  public boolean everOccupied() {
    return !claims.isEmpty();
  }

  /// Since when nobody plays; empty while somebody does.
  public Optional<Instant> emptyFrom() {
    return occupied() ? Optional.empty() : Optional.of(emptySince);
  }

  /// A proxy has players.
  public Occupancy joined(String proxy, long seq, Instant now) {
    return say(proxy, new Claim(seq, true), now);
  }

  /// A proxy's last player has left.
  public Occupancy left(String proxy, long seq, Instant now) {
    return say(proxy, new Claim(seq, false), now);
  }

  private Occupancy say(String proxy, Claim word, Instant now) {
    var known = claims.get(proxy);
    if (known != null && known.seq() >= word.seq()) {
      return this;
    }
    var next = new TreeMap<>(claims);
    next.put(proxy, word);
    var told = new Occupancy(next, emptySince);
    return occupied() && !told.occupied() ? new Occupancy(next, now) : told;
  }
}
