package dev.overwinter.lab.benchmarks.rooms.play;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What one client knows of a room by what it has heard: every event once, in order, or a whole
/// view in place of those that it missed. What breaks that rule is written down as a fault. Safe
/// for use by many threads.
public final class RoomLog {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final List<RoomEvent> events = new ArrayList<>();
  private final List<JsonNode> others = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final boolean whole;
  private final Consumer<RoomEvent> listener;
  private long seq;
  private int hellos;
  private int snapshots;

  /// @param seq of the last event that is known already
  /// @param whole whether events are kept with all that they say
  /// @param listener told of each event, on the thread of the socket
  RoomLog(long seq, boolean whole, Consumer<RoomEvent> listener) {
    this.seq = seq;
    this.whole = whole;
    this.listener = listener;
  }

  /// A frame that is no answer to a command.
  void heard(JsonNode frame, long nanos) {
    lock.lock();
    try {
      switch (frame.path("type").asText()) {
        case "hello" -> hello(frame, nanos);
        // How the room looks to this viewer beside what all are told.
        case "view" -> keep(frame);
        default -> {
          if (frame.has("seq") && !frame.has("re")) {
            apply(RoomEvent.of(frame, nanos));
          } else {
            keep(frame);
          }
        }
      }
    } finally {
      more.signalAll();
      lock.unlock();
    }
  }

  private void keep(JsonNode frame) {
    if (whole) {
      others.add(frame);
    }
  }

  private void hello(JsonNode frame, long nanos) {
    hellos++;
    keep(frame);
    var told = frame.path("seq").longValue();
    if (frame.path("missed").isArray()) {
      frame.path("missed").forEach(event -> apply(RoomEvent.of(event, nanos)));
    } else {
      snapshots++;
      seq = Math.max(seq, told);
    }
    if (told != seq) {
      faults.add("greeted at " + told + ", known " + seq);
    }
  }

  private void apply(RoomEvent event) {
    if (event.seq() != seq + 1) {
      faults.add("heard %d after %d".formatted(event.seq(), seq));
    }
    seq = Math.max(seq, event.seq());
    events.add(whole ? event : event.bare());
    listener.accept(event);
  }

  /// The last event that is known.
  public long seq() {
    return locked(() -> seq);
  }

  /// All that was heard, in the order in which it came.
  public List<RoomEvent> events() {
    return locked(() -> List.copyOf(events));
  }

  /// Everything else that was heard, where that is kept: greetings, views, presence, who types,
  /// errors.
  public List<JsonNode> others() {
    return locked(() -> List.copyOf(others));
  }

  /// Gaps and repetitions; empty for a client that knows the room.
  public List<String> faults() {
    return locked(() -> List.copyOf(faults));
  }

  /// How often the socket was greeted: once more than it broke.
  public int hellos() {
    return locked(() -> hellos);
  }

  /// How often a whole view came in place of events.
  public int snapshots() {
    return locked(() -> snapshots);
  }

  /// Waits until a moment of the room is known, or the time is over.
  public boolean reaches(long wanted, Duration atMost) {
    return await(atMost, () -> seq >= wanted);
  }

  /// Waits until the socket was greeted so often.
  ///
  /// @throws IllegalStateException when it is not in time
  void awaitGreeting(int times, Duration atMost) {
    if (!await(atMost, () -> hellos >= times)) {
      throw new IllegalStateException("not greeted for " + atMost);
    }
  }

  /// Waits for an event, past ones included.
  ///
  /// @throws IllegalStateException when none comes in time
  public RoomEvent hear(Duration atMost, Predicate<RoomEvent> which) {
    if (!await(atMost, () -> events.stream().anyMatch(which))) {
      throw new IllegalStateException(
          "not heard for "
              + atMost
              + "; heard: "
              + events().stream().map(RoomEvent::type).toList());
    }
    return locked(() -> events.stream().filter(which).findFirst().orElseThrow());
  }

  /// Waits for something else than an event, past ones included.
  ///
  /// @throws IllegalStateException when none comes in time
  public JsonNode hearOther(Duration atMost, Predicate<JsonNode> which) {
    if (!await(atMost, () -> others.stream().anyMatch(which))) {
      throw new IllegalStateException("not heard for " + atMost + "; heard: " + others());
    }
    return locked(() -> others.stream().filter(which).findFirst().orElseThrow());
  }

  private boolean await(Duration atMost, BooleanSupplier what) {
    lock.lock();
    try {
      var left = atMost.toNanos();
      while (!what.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = more.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }
}
