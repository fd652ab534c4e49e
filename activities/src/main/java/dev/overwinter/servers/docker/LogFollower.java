package dev.overwinter.servers.docker;

import com.github.dockerjava.api.model.Frame;
import dev.overwinter.servers.telemetry.LogBuffer;

/// Follows the log of one container from where it was read last. Confined to the stream's thread.
final class LogFollower extends OpenStream<Frame> {
  private static final long NANOS = 1_000_000_000L;
  private static final int AT_FIRST = 1_000;

  private final String serverId;
  private final LogBuffer buffer;
  private volatile long newest;

  LogFollower(String serverId, LogBuffer buffer, long newest) {
    this.serverId = serverId;
    this.buffer = buffer;
    this.newest = newest;
  }

  void follow(Engine engine, String containerId) {
    engine.stream()
        .logContainerCmd(containerId)
        .withStdOut(true)
        .withStdErr(true)
        .withTimestamps(true)
        .withFollowStream(true)
        .withTail(AT_FIRST)
        .withSince(Math.toIntExact(newest / NANOS))
        .exec(this);
  }

  /// Time of the newest line read.
  long newest() {
    return newest;
  }

  @Override
  public void onNext(Frame frame) {
    StampedLine.of(frame).ifPresent(this::take);
  }

  private void take(StampedLine line) {
    var at = line.at();
    var nanos = Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS), at.getNano());
    // `since` counts whole seconds: what has been read of that second comes again.
    if (nanos > newest) {
      newest = nanos;
      buffer.add(serverId, nanos, line.text());
    }
  }
}
