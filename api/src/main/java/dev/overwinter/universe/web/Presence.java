package dev.overwinter.universe.web;

import dev.overwinter.universe.order.PlayerCommand;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the universe who is there, so that who only looks does not count as inactive, and what
/// their planets have to tell (stores that are full, energy that lacks) is told: when somebody
/// comes, at most once a minute however often they come, and while they look at most once in ten.
/// Nobody waits for it, and nothing fails by it: who could not be told of is told of later. Safe
/// for many threads.
final class Presence {
  static final Duration EVERY = Duration.ofMinutes(10);
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
  static final Duration AGAIN = Duration.ofMinutes(1);
  private static final int AT_ONCE = 8;
  private static final int MOST = 100_000;

  private final BiConsumer<String, PlayerCommand.Seen> orders;
  private final Clock clock;
  private final Map<Long, Instant> told = new ConcurrentHashMap<>();

  /// Apart, since what could not be told is told later and not at each knock.
  private final Map<Long, Instant> came = new ConcurrentHashMap<>();

  private final Semaphore free = new Semaphore(AT_ONCE);

  /// @param orders carries it out under a key; may take long and may throw
  Presence(BiConsumer<String, PlayerCommand.Seen> orders, Clock clock) {
    this.orders = orders;
    this.clock = clock;
  }

  /// Somebody has logged in, or opened a socket.
  void arrived(long player) {
    var now = clock.instant();
    if (isFirst(came, player, now, AGAIN)) {
      told.put(player, now);
      tell(player, now, "came " + slot(now, AGAIN));
    }
  }

  /// Somebody looks at something of theirs.
  void looked(long player) {
    var now = clock.instant();
    if (isFirst(told, player, now, EVERY)) {
      tell(player, now, String.valueOf(slot(now, EVERY)));
    }
  }

  /// The same key in every api process: however many of them are asked, it is one command.
  private static long slot(Instant now, Duration pause) {
    return now.getEpochSecond() / pause.toSeconds();
  }

  /// Whether nobody else has said so within the pause; and nobody else may now.
  private static boolean isFirst(
      Map<Long, Instant> said, long player, Instant now, Duration pause) {
    var last = said.get(player);
    if (last == null) {
      return said.putIfAbsent(player, now) == null;
    }
    return !now.isBefore(last.plus(pause)) && said.replace(player, last, now);
  }

  private void tell(long player, Instant now, String key) {
    if (told.size() > MOST) {
      told.values().removeIf(at -> !now.isBefore(at.plus(EVERY)));
    }
    if (came.size() > MOST) {
      came.values().removeIf(at -> !now.isBefore(at.plus(AGAIN)));
    }
    if (!free.tryAcquire()) {
      later(player, now);
      return;
    }
    Thread.ofVirtual()
        .name("presence")
        .start(() -> {
          try {
            orders.accept(
                OrderKeys.of("seen", player, Optional.of(key)), new PlayerCommand.Seen(player));
          } catch (RuntimeException e) {
            LOG.debug("player {} is told of later: {}", player, e.toString());
            later(player, now);
          } finally {
            free.release();
          }
        });
  }

  private void later(long player, Instant now) {
    var _ = told.replace(player, now, now.minus(EVERY).plus(AGAIN));
  }
}
