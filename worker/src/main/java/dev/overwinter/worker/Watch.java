package dev.overwinter.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again and again for those for whom something should have happened and has not, because
/// whoever should have told them died before it could, and tells them. Whatever it misses itself it
/// sees the next time. On a thread of its own.
///
/// @param <K> by what they are known
final class Watch<K> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Watch.class);

  private final String name;
  private final Pace pace;
  private final Overdue<K> overdue;
  private final Consumer<K> bell;
  private final Map<K, Instant> told = new ConcurrentHashMap<>();
  private final Thread thread;

  /// How often and how patiently.
  ///
  /// @param every how often it looks
  /// @param late how long they get to do it by themselves
  /// @param patience how long one that was told gets before it is told again
  /// @param atOnce how many are told at one look
  record Pace(Duration every, Duration late, Duration patience, int atOnce) {}

  /// Where they are found.
  @FunctionalInterface
  interface Overdue<K> {
    /// The longest overdue first.
    ///
    /// @param but others than these, so that one that cannot do it does not stand before all others
    List<K> before(Instant moment, int most, Collection<K> but);
  }

  /// Begins at once.
  ///
  /// @param name of the thread, and what it looks for
  Watch(String name, Pace pace, Overdue<K> overdue, Consumer<K> bell) {
    this.name = name;
    this.pace = pace;
    this.overdue = overdue;
    this.bell = bell;
    thread = Thread.ofPlatform().name(name).daemon().start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(pace.every());
        look(Instant.now());
      }
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Instant now) {
    told.values().removeIf(at -> at.isBefore(now.minus(pace.patience())));
    try {
      for (var one : overdue.before(now.minus(pace.late()), pace.atOnce(), told.keySet())) {
        told.put(one, now);
        bell.accept(one);
      }
    } catch (RuntimeException away) {
      // PostgreSQL or Temporal: nothing is lost, and somebody else says it.
      log.debug("cannot look for {} that are overdue: {}", name, away.toString());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
