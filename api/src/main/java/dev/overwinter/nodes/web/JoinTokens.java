package dev.overwinter.nodes.web;

import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.NodeKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Invitations: each makes one machine a node, and only for a while. A token is shown once; what is
/// kept is its SHA-256, by which it is looked for, so that a guess learns nothing from the time
/// that the answer takes.
@Component
class JoinTokens {
  private static final Duration REMEMBERED = Duration.ofDays(7);

  private final JdbcClient sql;

  JoinTokens(JdbcClient sql) {
    this.sql = sql;
  }

  /// A token that has just been made.
  ///
  /// @param text shown this once
  /// @param expires when it ends
  record Made(String text, Instant expires) {}

  /// What is known of a token.
  ///
  /// @param expires when it ends
  /// @param used when it was used; null while it is good
  /// @param node by whom; null likewise
  record Known(Instant expires, @Nullable Instant used, @Nullable String node) {}

  Made make(String by, Duration life) {
    sql.sql("DELETE FROM join_tokens WHERE expires_at < :long_ago")
        .param("long_ago", at(Instant.now().minus(REMEMBERED)))
        .update();
    var made = new Made(Secrets.random(), Instant.now().plus(life));
    sql.sql(
            """
            INSERT INTO join_tokens (hash, made_by, made_at, expires_at)
            VALUES (:hash, :by, now(), :expires)
            """)
        .param("hash", NodeKeys.hash(made.text()))
        .param("by", by)
        .param("expires", at(made.expires()))
        .update();
    return made;
  }

  /// What is known of a token, locked until the transaction ends: of two machines that show the
  /// same one at once, one waits and then finds it used.
  Optional<Known> lock(String token) {
    return sql.sql("SELECT expires_at, used_at, node FROM join_tokens WHERE hash = ? FOR UPDATE")
        .param(NodeKeys.hash(token))
        .query((row, _) ->
            new Known(
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("used_at", OffsetDateTime.class)),
                row.getString("node")))
        .optional();
  }

  void use(String token, String node) {
    sql.sql("UPDATE join_tokens SET used_at = now(), node = :node WHERE hash = :hash")
        .param("node", node)
        .param("hash", NodeKeys.hash(token))
        .update();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
