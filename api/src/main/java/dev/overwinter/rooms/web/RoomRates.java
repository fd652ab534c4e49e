package dev.overwinter.rooms.web;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// How often a member, a room and an address may order something, in each api process by itself:
/// commands come many times a second and must not cost a statement each. What can be guessed
/// (codes, invitations) is counted for all processes together, by [dev.overwinter.api.auth.Rates].
@Component
class RoomRates {
  private static final long SECOND = 1_000_000_000L;

  private final Map<String, Long> wholeAt = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  RoomRates() {
    this(System::nanoTime);
  }

  RoomRates(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// A budget that refills steadily.
  enum Budget {
    /// Of a member of a room: no person is faster, and a script of one is held.
    MEMBER(10, 40),
    /// What a member says.
    SAYING(1, 10),
    /// Of a room: below what one workflow can take.
    ROOM(50, 200),
    /// Of an address, which a whole party may share.
    ADDRESS(100, 1_000),
    /// Rooms and guests made from an address.
    MAKING(1, 60),
    /// What is told and not kept: cursors, typing.
    PASSING(25, 50);

    private final long step;
    private final long whole;

    Budget(int perSecond, int most) {
      this.step = SECOND / perSecond;
      this.whole = step * most;
    }
  }

  /// Takes one.
  ///
  /// @return how long to wait; empty when it was taken
  Optional<Duration> take(Budget budget, String who) {
    long now = nanos.getAsLong();
    var refused = new long[1];
    wholeAt.compute(
        budget + " " + who,
        (_, before) -> {
          long from = before == null || before - now < 0 ? now : before;
          long then = from + budget.step;
          refused[0] = then - now - budget.whole;
          return refused[0] > 0 ? from : then;
        });
    return refused[0] > 0 ? Optional.of(Duration.ofNanos(refused[0])) : Optional.empty();
  }

  @Scheduled(fixedDelay = 60_000, initialDelay = 60_000)
  void forget() {
    long now = nanos.getAsLong();
    wholeAt.values().removeIf(whole -> whole - now < 0);
  }
}
