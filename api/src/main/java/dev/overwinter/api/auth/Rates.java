package dev.overwinter.api.auth;

import dev.overwinter.api.ApiConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// How often somebody may ask, counted in PostgreSQL by all api processes together (generic cell
/// rate algorithm: one statement, nothing to sweep at minute's end). A budget is whole at first and
/// refills steadily.
@Component
public class Rates {
  private final JdbcClient sql;
  private final Clock clock;
  private final int perMinute;
  private final int accountsPerHour;

  Rates(JdbcClient sql, ApiConfig config, Clock clock) {
    this.sql = sql;
    this.perMinute = config.signIn().ratePerMinute();
    this.accountsPerHour = config.signIn().accountsPerHour();
    this.clock = clock;
  }

  /// A budget.
  ///
  /// @param what it is for
  /// @param most at once
  /// @param whole how long it takes to refill
  public record Budget(String what, int most, Duration whole) {}

  /// Of an account, and of a stranger's address.
  Budget usual() {
    return new Budget("usual", perMinute, Duration.ofMinutes(1));
  }

  /// Of a stranger's address, for making accounts.
  Budget accounts() {
    return new Budget("accounts", accountsPerHour, Duration.ofHours(1));
  }

  /// Takes one from somebody's budget.
  ///
  /// @return how long to wait; empty when it was taken
  Optional<Duration> take(Budget budget, String who) {
    var now = clock.instant();
    var step = budget.whole().dividedBy(budget.most());
    var key = NodeKeys.hash(budget.what() + " " + who);
    boolean taken =
        !sql.sql(
                """
                INSERT INTO rate_limits AS r VALUES (:key, :one) ON CONFLICT (key) DO UPDATE
                   SET whole_at = greatest(r.whole_at, :now) + :step * interval '1 microsecond'
                 WHERE greatest(r.whole_at, :now) + :step * interval '1 microsecond' <= :latest
                RETURNING 1
                """)
            .param("key", key)
            .param("one", utc(now.plus(step)))
            .param("now", utc(now))
            .param("step", step.toNanos() / 1_000)
            .param("latest", utc(now.plus(budget.whole())))
            .query()
            .listOfRows()
            .isEmpty();
    return taken ? Optional.empty() : Optional.of(pause(key, budget, step, now));
  }

  /// Takes one from the budget of whoever asks from an address, as it counts for callers; nobody is
  /// held while nobody can count.
  ///
  /// @return how long to wait; empty when it was taken
  public Optional<Duration> takeOfCaller(Budget budget, String address) {
    try {
      return take(budget, "caller " + Callers.of(address));
    } catch (DataAccessException | TransactionException _) {
      return Optional.empty(); // whatever needs the database says so itself
    }
  }

  /// Takes one from a budget of somebody who is known; nobody is held while nobody can count.
  ///
  /// @return how long to wait; empty when it was taken
  public Optional<Duration> takeOf(Budget budget, String who) {
    try {
      return take(budget, who);
    } catch (DataAccessException | TransactionException _) {
      return Optional.empty(); // whatever needs the database says so itself
    }
  }

  /// What counts as one caller: see [Callers].
  public static String caller(String address) {
    return Callers.of(address);
  }

  /// Takes one from the usual budget; nobody is held while nobody can count.
  Optional<Duration> takeIfCounted(String who) {
    try {
      return take(usual(), who);
    } catch (DataAccessException | TransactionException _) {
      return Optional.empty(); // whatever needs the database says so itself
    }
  }

  private Duration pause(byte[] key, Budget budget, Duration step, Instant now) {
    return sql.sql("SELECT whole_at FROM rate_limits WHERE key = ?")
        .param(key)
        .query((row, _) -> row.getObject("whole_at", OffsetDateTime.class).toInstant())
        .optional()
        .map(whole -> Duration.between(now, whole.plus(step).minus(budget.whole())))
        .filter(Duration::isPositive)
        .orElse(Duration.ofSeconds(1));
  }

  @Scheduled(fixedDelay = 600_000, initialDelay = 180_000)
  void forget() {
    sql.sql("DELETE FROM rate_limits WHERE whole_at < ?").param(utc(clock.instant())).update();
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
