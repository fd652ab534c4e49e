package dev.overwinter.proxy.wake;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/// The newest datagrams of somebody who waits: few, young and small, because a client repeats what
/// was lost. [#close()] gives their share of the common bound back.
final class HeldDatagrams implements AutoCloseable {
  static final int MOST = 8;
  static final int MOST_BYTES = 16 * 1024;
  static final long OLDEST_NANOS = Duration.ofSeconds(10).toNanos();

  private final Queue<Kept> kept = new ArrayDeque<>(2);
  private final AtomicLong total;
  private int bytes;

  private record Kept(ByteBuffer bytes, long sinceNanos) {}

  HeldDatagrams(AtomicLong total) {
    this.total = total;
  }

  /// Keeps a copy, if there is room for all that wait.
  ///
  /// @return how many datagrams were lost by it
  int add(ByteBuffer datagram, long now) {
    var size = datagram.remaining();
    if (size > MOST_BYTES || total.get() + size > HeldBytes.TOTAL) {
      return 1;
    }
    var lost = 0;
    while (kept.size() >= MOST || bytes + size > MOST_BYTES) {
      drop();
      lost++;
    }
    var copy = new byte[size];
    datagram.get(datagram.position(), copy);
    kept.add(new Kept(ByteBuffer.wrap(copy), now));
    bytes += size;
    total.addAndGet(size);
    return lost;
  }

  /// Forgets what is too old to be waited for.
  ///
  /// @return how many datagrams that were
  int expire(long now) {
    var lost = 0;
    for (var oldest = kept.peek();
        oldest != null && now - oldest.sinceNanos() > OLDEST_NANOS;
        oldest = kept.peek()) {
      drop();
      lost++;
    }
    return lost;
  }

  /// Gives the oldest away; there must be one.
  ByteBuffer next() {
    return drop();
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }

  private ByteBuffer drop() {
    var oldest = kept.remove().bytes();
    bytes -= oldest.remaining();
    total.addAndGet(-oldest.remaining());
    return oldest;
  }

  @Override
  public void close() {
    while (!kept.isEmpty()) {
      var _ = drop();
    }
  }
}
