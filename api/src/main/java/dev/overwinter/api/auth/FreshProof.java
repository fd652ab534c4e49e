package dev.overwinter.api.auth;

import dev.overwinter.api.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Whether the holder of a login has proved of late who they are. What would outlive the login,
/// such as one more way in or a key, asks for that: whoever has found an unlocked machine or a
/// cookie must not stay for ever.
///
/// A login is a proof when it begins, a renewal is none. `/auth/confirm` takes another one.
@Component
public class FreshProof {
  /// What programs find in a refusal.
  public static final String REQUIRED = "PROOF_REQUIRED";

  /// How long a proof counts.
  static final Duration LIFE = Duration.ofMinutes(10);

  private final JdbcClient sql;
  private final Clock clock;

  FreshProof(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// Whether there is one. Within a transaction the login cannot end before that does.
  public boolean given(Actor actor) {
    // Whoever may read the secrets directory needs no login.
    return actor.isLocal()
        || !sql.sql(
                """
                SELECT 1 FROM logins
                 WHERE id = ? AND ended_at IS NULL AND proved_at > ? FOR SHARE
                """)
            .params(actor.tokenId(), utc(clock.instant().minus(LIFE)))
            .query()
            .listOfRows()
            .isEmpty();
  }

  /// Goes on only if there is one.
  ///
  /// @throws Problem (403, [#REQUIRED]) when there is none
  public void require(Actor actor) {
    if (!given(actor)) {
      throw Problem.of(
              HttpStatus.FORBIDDEN,
              "This asks for a proof of the last 10 minutes that it is you: log in again, or POST"
                  + " /auth/confirm with password or code.")
          .code(REQUIRED);
    }
  }

  /// The same within a transaction, in which nobody else changes what opens the account.
  void requireAlone(Actor actor) {
    sql.sql("SELECT 1 FROM accounts WHERE id = ? FOR NO KEY UPDATE")
        .param(actor.accountId())
        .query()
        .listOfRows();
    require(actor);
  }

  /// The holder of a login has just proved who they are.
  public void give(Actor actor) {
    sql.sql("UPDATE logins SET proved_at = ? WHERE id = ? AND ended_at IS NULL")
        .params(utc(clock.instant()), actor.tokenId())
        .update();
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
