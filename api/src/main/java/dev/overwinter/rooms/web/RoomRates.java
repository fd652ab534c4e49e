package dev.overwinter.rooms.web;

import dev.overwinter.api.ApiConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// How often a member, a room and an address may order something, in each api process by itself:
/// commands come many times a second and must not cost a statement each. What can be guessed
/// (codes, invitations) is counted for all processes together, by [dev.overwinter.api.auth.Rates].
@Component
class RoomRates {
  private static final long SECOND = 1_000_000_000L;
  private static final int USUAL = 600;

  private final Map<String, Long> wholeAt = new ConcurrentHashMap<>();
  private final LongSupplier nanos;
  private final long wider;

  @Autowired
  RoomRates(ApiConfig config) {
    this(System::nanoTime, config.signIn().ratePerMinute());
  }

  /// @param perMinute what an operator lets an address ask in a minute; budgets of addresses are
  ///   wider where that is wider than usual
  RoomRates(LongSupplier nanos, int perMinute) {
    this.nanos = nanos;
    this.wider = Math.max(1, perMinute / USUAL);
  }

  /// A budget that refills steadily.
  enum Budget {
    /// Of a member of a room: no person is faster, and a script of one is held.
    MEMBER(10, 40, false),
    /// What a member says.
    SAYING(1, 10, false),
    /// Of a room's members together: below what one workflow can take.
    ROOM(50, 200, false),
    /// Of a room, by all who are no members: who holds this one shut keeps no member from playing.
    JOINING(10, 100, false),
    /// Of an address, which a whole party may share.
    ADDRESS(100, 1_000, true),
    /// Rooms and guests made from an address.
    MAKING(1, 60, true),
    /// Orders by which an address clears rooms of the oldest form: a full one at once.
    CLEARING(10, 130, true),
    /// What is told and not kept: cursors, typing.
    PASSING(25, 50, false);

    private final long step;
    private final long whole;
    private final boolean ofAddress;

    Budget(int perSecond, int most, boolean ofAddress) {
      this.step = SECOND / perSecond;
      this.whole = step * most;
      this.ofAddress = ofAddress;
    }
  }

  /// Takes one.
  ///
  /// @return how long to wait; empty when it was taken
  Optional<Duration> take(Budget budget, String who) {
    return take(budget, who, 1);
  }

  /// Takes so many at once, or none.
  ///
  /// @return how long to wait; empty when they were taken
  Optional<Duration> take(Budget budget, String who, int many) {
    long now = nanos.getAsLong();
    var refused = new long[1];
    wholeAt.compute(
        budget + " " + who,
        (_, before) -> {
          long from = before == null || before - now < 0 ? now : before;
          long then = from + many * (budget.ofAddress ? budget.step / wider : budget.step);
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
