package dev.overwinter.servers.web;

import dev.overwinter.api.Secrets;
import dev.overwinter.api.access.Makers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// One secret per server, good for nothing but waking it, and as long as its maker might make it.
/// Only its SHA-256 is kept (the secret is 192 random bits, so a slow hash would add nothing);
/// comparing takes the same time for every wrong guess, also when there is no such server.
@Component
class WebhookTokens {
  private static final byte[] NONE = hash(Secrets.random());

  private final JdbcClient sql;

  WebhookTokens(JdbcClient sql) {
    this.sql = sql;
  }

  /// Makes a new secret; the one before is dead.
  ///
  /// @param by name of the account
  String rotate(String serverId, String by) {
    var token = Secrets.random();
    sql.sql(
            """
            INSERT INTO webhook_tokens (server_id, hash, created_at, made_by)
              VALUES (:id, :hash, now(), :by)
            ON CONFLICT (server_id)
              DO UPDATE SET hash = excluded.hash, created_at = now(), made_by = excluded.made_by
            """)
        .param("id", serverId)
        .param("hash", hash(token))
        .param("by", by)
        .update();
    return token;
  }

  /// Whether a secret is the one of that server.
  boolean matches(String serverId, String token) {
    var expected =
        sql.sql("SELECT hash FROM webhook_tokens WHERE server_id = :id")
            .param("id", serverId)
            .query(byte[].class)
            .optional()
            .orElse(NONE);
    return MessageDigest.isEqual(expected, hash(token)) && maySo(serverId);
  }

  private boolean maySo(String serverId) {
    return sql.sql(
            "SELECT 1 FROM webhook_tokens w WHERE server_id = ? AND (made_by = '' OR "
                + Makers.mayStill("w", "'{start,settings}'::text[]")
                + ")")
        .param(serverId)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /// Takes back what somebody has made who may not any more.
  void revokeOf(String serverId, String madeBy) {
    sql.sql("DELETE FROM webhook_tokens WHERE server_id = ? AND made_by = ?")
        .params(serverId, madeBy)
        .update();
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
