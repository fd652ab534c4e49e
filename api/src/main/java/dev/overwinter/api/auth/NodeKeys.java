package dev.overwinter.api.auth;

import dev.overwinter.api.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The two secrets that a node gets when it joins: one for its proxy, one for its telemetry, each
/// good for that node alone. Only their SHA-256 is kept (192 random bits: a slow hash would add
/// nothing). They are looked for by their hash, so that a guess learns nothing from the time that
/// the answer takes.
@Component
public class NodeKeys {
  private final JdbcClient sql;

  NodeKeys(JdbcClient sql) {
    this.sql = sql;
  }

  /// The secrets of one node, shown once.
  ///
  /// @param proxy for the route feed
  /// @param telemetry for what the node reports
  public record Pair(String proxy, String telemetry) {}

  /// New secrets for a node that is a member; the ones before are dead.
  public Pair renew(String node) {
    var pair = new Pair(Secrets.random(), Secrets.random());
    sql.sql(
            """
            UPDATE node_members SET proxy_hash = :proxy, telemetry_hash = :telemetry
             WHERE node = :node
            """)
        .param("proxy", hash(pair.proxy()))
        .param("telemetry", hash(pair.telemetry()))
        .param("node", node)
        .update();
    return pair;
  }

  /// Whose proxy presents a secret.
  Optional<String> proxy(String secret) {
    return used("proxy_hash", secret);
  }

  /// Which node presents a secret for its telemetry.
  public Optional<String> telemetry(String secret) {
    return used("telemetry_hash", secret);
  }

  /// A secret that is used has arrived: from here on its node cannot be joined as again.
  private Optional<String> used(String column, String secret) {
    record Member(String node, boolean seen) {}
    var member =
        sql.sql(
                "SELECT node, seen_at IS NOT NULL AS seen FROM node_members WHERE "
                    + column
                    + " = ?")
            .param(hash(secret))
            .query((row, _) -> new Member(row.getString("node"), row.getBoolean("seen")))
            .optional();
    if (member.isPresent() && !member.get().seen()) {
      sql.sql("UPDATE node_members SET seen_at = now() WHERE node = ? AND seen_at IS NULL")
          .param(member.get().node())
          .update();
    }
    return member.map(Member::node);
  }

  /// SHA-256 of a secret.
  public static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
