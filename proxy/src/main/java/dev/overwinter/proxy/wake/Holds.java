package dev.overwinter.proxy.wake;

import dev.overwinter.proxy.frontdoor.Guest;
import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.traffic.ProxyMetrics;
import dev.overwinter.proxy.traffic.Sessions;
import io.netty.buffer.ByteBuf;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Makes held connections, and is what they share.
public final class Holds {
  private final Routes routes;
  private final Entrances entrances;
  private final Sessions sessions;
  private final ProxyMetrics metrics;
  private final AtomicLong bytes = new AtomicLong();
  private final Set<Joiner> held = ConcurrentHashMap.newKeySet();

  /// Holds for the servers of `routes`.
  public Holds(Routes routes, Entrances entrances, Sessions sessions, ProxyMetrics metrics) {
    this.routes = routes;
    this.entrances = entrances;
    this.sessions = sessions;
    this.metrics = metrics;
  }

  /// A handler that takes a connection over from the phase that understood it, and gives it to the
  /// relay when the game is there.
  ///
  /// @param received every byte the client has sent so far, in order
  public HeldConnection hold(Doorway doorway, Guest guest, Courtesy courtesy, ByteBuf received) {
    return new HeldConnection(
        this,
        doorway,
        guest,
        courtesy,
        new HeldBytes(bytes, received),
        entrances.of(doorway.route().id()));
  }

  /// Tells everybody who waits to come back, because this process is leaving.
  public void dismiss(String reason) {
    held.forEach(joiner -> joiner.dismiss(reason));
  }

  /// Bytes kept for all of them together.
  public long bytes() {
    return bytes.get();
  }

  Routes routes() {
    return routes;
  }

  Sessions sessions() {
    return sessions;
  }

  ProxyMetrics metrics() {
    return metrics;
  }

  /// What counts towards the bound of [#bytes()].
  AtomicLong heldBytes() {
    return bytes;
  }

  void began(Joiner joiner) {
    held.add(joiner);
  }

  void ended(Joiner joiner) {
    held.remove(joiner);
  }
}
