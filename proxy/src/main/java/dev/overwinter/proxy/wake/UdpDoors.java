package dev.overwinter.proxy.wake;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.proxy.config.UdpLimits;
import dev.overwinter.proxy.frontdoor.AddressBuckets;
import dev.overwinter.proxy.frontdoor.Bucket;
import dev.overwinter.proxy.frontdoor.Gate;
import dev.overwinter.proxy.frontdoor.UdpDoor;
import dev.overwinter.proxy.frontdoor.UdpSocket;
import dev.overwinter.proxy.route.Doorway;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes the doors for datagrams, and is what they share.
public final class UdpDoors implements UdpDoor.Builder {
  // Each has a socket of its own towards an awake game, for some seconds.
  private static final int MOST_ASKING = 512;
  private static final int BURST_SECONDS = 2;

  private final Holds holds;
  private final Entrances entrances;
  private final Gate gate;
  private final Map<GameProtocol, Dialect> dialects;
  private final UdpLimits limits;
  private final boolean limitLoopback;
  private final AddressBuckets byAddress;
  private final Bucket answers;
  private final UdpParties parties = new UdpParties();
  private final AtomicInteger asking = new AtomicInteger();

  /// Doors that speak `dialects`.
  ///
  /// @param limitLoopback whether limits by address hold for loopback too
  public UdpDoors(
      Holds holds,
      Entrances entrances,
      Gate gate,
      Map<GameProtocol, Dialect> dialects,
      UdpLimits limits,
      boolean limitLoopback) {
    this.holds = holds;
    this.entrances = entrances;
    this.gate = gate;
    this.dialects = Map.copyOf(dialects);
    this.limits = limits;
    this.limitLoopback = limitLoopback;
    var now = System.nanoTime();
    byAddress = new AddressBuckets(now, limits.answersPerSecond(), BURST_SECONDS);
    answers = new Bucket(now, limits.answers(), 1);
  }

  @Override
  public UdpDoor build(int port, UdpSocket socket, EventLoop loop) {
    return new UdpVisitors(this, port, socket, loop);
  }

  Optional<Dialect> dialect(Doorway way) {
    return Optional.ofNullable(dialects.get(way.door().protocol()));
  }

  /// Whether one more question of this address may be dealt with.
  boolean mayAsk(InetAddress from, long now) {
    return (from.isLoopbackAddress() && !limitLoopback) || byAddress.take(from, now);
  }

  /// Whether one more answer may be longer than its question.
  boolean mayAnswerAtLength(long now) {
    synchronized (answers) {
      return answers.take(now);
    }
  }

  boolean beginAsking() {
    if (asking.incrementAndGet() > MOST_ASKING) {
      asking.decrementAndGet();
      return false;
    }
    return true;
  }

  void endAsking() {
    asking.decrementAndGet();
  }

  Holds holds() {
    return holds;
  }

  Entrances entrances() {
    return entrances;
  }

  UdpParties parties() {
    return parties;
  }

  Gate gate() {
    return gate;
  }

  UdpLimits limits() {
    return limits;
  }
}
