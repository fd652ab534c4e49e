package dev.overwinter.rooms.web;

import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.NodeKeys;
import dev.overwinter.rooms.RoomId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Where orders stand that their room has not come to yet: so many of one room are under way at
/// once. Whoever has lost patience leaves their order's place taken, since the order is under way
/// all the same: at most for a minute.
final class RoomLines {
  /// How many of one room may be under way from all processes together. Temporal refuses an
  /// eleventh update of a workflow, and it seems that with each refusal the task that carries the
  /// other ten is lost: fifty orders at once, repeated by who gave them, held a room up for three
  /// minutes.
  static final int OF_ALL = 9;

  /// So many of this process are under way at once, and others stand in line: what is given up in
  /// the line has cost the worker nothing (measured for the universe; see its orders).
  private static final int AT_ONCE = 64;

  private static final int LINES = 1_024;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /// Nobody outside knows it: rooms' ids are chosen by people, who would choose one that stands in
  /// another's way.
  private final String key = Secrets.random();

  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Line[] lines;
  private final Duration longest;
  private final ExecutorService sending = Executors.newVirtualThreadPerTaskExecutor();
  private int most = OF_ALL;

  RoomLines() {
    this(LINES, LONGEST);
  }

  /// @param longest after which an order that nobody answers keeps nobody else waiting
  RoomLines(int count, Duration longest) {
    this.lines = Stream.generate(() -> new Line(OF_ALL)).limit(count).toArray(Line[]::new);
    this.longest = longest;
  }

  /// A line whose places can be fewer while some are taken.
  private static final class Line extends Semaphore {
    private static final long serialVersionUID = 1L;

    Line(int places) {
      super(places, true);
    }

    void change(int by) {
      if (by > 0) {
        release(by);
      } else {
        reducePermits(-by);
      }
    }
  }

  /// From now on so many processes send to the same rooms.
  synchronized void share(int processes) {
    int now = Math.max(1, OF_ALL / Math.max(1, processes));
    if (now != most) {
      for (var line : lines) {
        line.change(now - most);
      }
      most = now;
    }
  }

  /// Sends an order when its turn has come. Interrupted while it waits for its turn, it is not
  /// sent; afterwards only its caller is let go.
  <T> T inTurn(RoomId room, Callable<T> order) throws Exception {
    var line = lines[place(room)];
    line.acquire();
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      line.release();
      throw e;
    }
    try {
      return sent(line, order);
    } finally {
      turns.release();
    }
  }

  private <T> T sent(Line line, Callable<T> order) throws Exception {
    var answer = new CompletableFuture<T>();
    var call =
        sending.submit(() -> {
          try {
            answer.complete(order.call());
          } catch (Exception | Error e) {
            answer.completeExceptionally(e);
          }
        });
    var _ =
        answer
            .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((_, failure) -> {
              line.release();
              if (failure instanceof TimeoutException) {
                call.cancel(true);
              }
            });
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception known ? known : e;
    }
  }

  private int place(RoomId room) {
    return Math.floorMod(
        ByteBuffer.wrap(NodeKeys.hash(key + " " + room.text())).getInt(), lines.length);
  }
}
