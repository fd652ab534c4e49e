package dev.overwinter.proxy.traffic;

import java.time.Duration;

/// One relayed player: what went through, and when last. Written by one event loop; other threads
/// read values that may be a moment old.
public final class Session {
  private final String serverId;
  private final Sessions sessions;
  private final long beganNanos = System.nanoTime();
  private volatile long lastByteNanos = beganNanos;
  private volatile Runnable cut = () -> {};
  private volatile Runnable settled = () -> {};
  private boolean told; // confined to the thread that settles
  private long toServer;
  private long toPlayer;

  Session(String serverId, Sessions sessions) {
    this.serverId = serverId;
    this.sessions = sessions;
  }

  /// Bytes went from the player to the server.
  public void toServer(int bytes) {
    toServer += bytes;
    lastByteNanos = System.nanoTime();
  }

  /// Bytes went from the server to the player.
  public void toPlayer(int bytes) {
    toPlayer += bytes;
    lastByteNanos = System.nanoTime();
  }

  /// How this session can be ended from outside; safe for any thread.
  public void cutBy(Runnable how) {
    cut = how;
  }

  /// Ends the player's connection, because this process is leaving.
  public void cut() {
    cut.run();
  }

  /// What to do once when this session has outlasted the first moments; called on any thread.
  public void settledBy(Runnable what) {
    settled = what;
  }

  void settle(Duration age) {
    if (!told && age().compareTo(age) >= 0) {
      told = true;
      settled.run();
    }
  }

  /// It is over; repeating it does nothing.
  public void end() {
    sessions.end(this);
  }

  /// The server that is played on.
  public String serverId() {
    return serverId;
  }

  /// For how long no byte has gone either way.
  public Duration silentFor() {
    return Duration.ofNanos(System.nanoTime() - lastByteNanos);
  }

  /// How long it has lasted.
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - beganNanos);
  }

  /// All bytes, both ways.
  public long bytes() {
    return toServer + toPlayer;
  }
}
