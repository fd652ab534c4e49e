package dev.overwinter.api.auth;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds out which player presents a token, in the words of the older universe. Asks PostgreSQL
/// each time, so a token that was logged out is dead at once, on every instance and after every
/// restart.
@Component
public class PlayerDoor {
  private final PlayerTokens tokens;
  private final Sessions sessions;
  private final Seats seats;
  private final JdbcClient sql;
  private final Clock clock;

  PlayerDoor(PlayerTokens tokens, Sessions sessions, Seats seats, JdbcClient sql, Clock clock) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.seats = seats;
    this.sql = sql;
    this.clock = clock;
  }

  /// Who stands there.
  public sealed interface Answer {}

  /// A player.
  ///
  /// @param player their number
  /// @param account theirs
  /// @param name their account's
  /// @param login what ends it
  public record In(long player, String account, String name, String login) implements Answer {}

  /// Nobody.
  ///
  /// @param why as the older universe says it
  public record Out(String why) implements Answer {}

  private record Row(
      String account, String name, boolean over, boolean disabled, boolean mustChange) {}

  /// Who presents a token: the one that players get, or any other of a login whose account plays.
  public Answer find(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      return new Out("Not authenticated");
    }
    var claims = tokens.read(token);
    if (claims.isEmpty()) {
      return sessions
          .actor(token)
          .filter(actor -> !actor.isLocal() && !actor.mustChange())
          .<Answer>flatMap(actor ->
              seats
                  .find(actor.accountId())
                  .map(seat ->
                      new In(seat.player(), actor.accountId(), actor.name(), actor.tokenId())))
          .orElseGet(() -> new Out("Could not validate credentials"));
    }
    var player = claims.get().player();
    return player == null
        ? new Out("Invalid token payload")
        : row(claims.get().login())
            .map(row -> answer(player, claims.get().login(), row))
            .orElseGet(() -> new Out("Invalid token"));
  }

  private static Answer answer(long player, String login, Row row) {
    if (row.disabled()) {
      return new Out("Inactive user");
    }
    if (row.over()) {
      return new Out("Invalid token");
    }
    return row.mustChange()
        ? new Out("The one-time password must be replaced first: POST /auth/password")
        : new In(player, row.account(), row.name(), login);
  }

  private Optional<Row> row(String login) {
    var now = clock.instant();
    return sql.sql(
            """
            SELECT a.id, a.name, a.disabled, a.must_change, l.ended_at, l.expires_at
              FROM logins l JOIN accounts a ON a.id = l.account_id WHERE l.id = ?
            """)
        .param(login)
        .query((row, _) ->
            new Row(
                row.getString("id"),
                row.getString("name"),
                row.getObject("ended_at", OffsetDateTime.class) != null
                    || !now.isBefore(row.getObject("expires_at", OffsetDateTime.class).toInstant()),
                row.getBoolean("disabled"),
                row.getBoolean("must_change")))
        .optional();
  }

  /// Which of these logins have ended meanwhile.
  public List<String> ended(Collection<String> logins) {
    return logins.isEmpty()
        ? List.of()
        : sql.sql(
                """
                SELECT asked.id FROM unnest(:logins) AS asked (id)
                  LEFT JOIN logins l ON l.id = asked.id
                 WHERE l.id IS NULL OR l.ended_at IS NOT NULL OR l.expires_at <= :now
                """)
            .param("logins", logins.toArray(String[]::new))
            .param("now", clock.instant().atOffset(ZoneOffset.UTC))
            .query((row, _) -> row.getString("id"))
            .list();
  }
}
