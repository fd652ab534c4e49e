package dev.overwinter.rooms.web;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// Lets so many read rooms at once for those who listen. When thousands come back together, the
/// others wait here, where it costs next to nothing, and neither before the pool of connections,
/// which is patient for seconds only, nor in the way of commands. Nothing is sent during a turn: a
/// slow reader must not keep one.
@Component
final class RoomTurns {
  /// Fewer than there are connections to PostgreSQL.
  private static final int AT_ONCE = 6;

  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  /// Does something in turn.
  void take(Runnable what) {
    var _ =
        take(() -> {
          what.run();
          return true;
        });
  }

  /// Reads in turn. Not to be nested.
  <T> T take(Supplier<T> read) {
    turns.acquireUninterruptibly();
    try {
      return read.get();
    } finally {
      turns.release();
    }
  }
}
