package dev.overwinter.api.access;

import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.NodeKeys;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// One link per server by which friends start it without an account, and do nothing else. It is
/// shown once; only its SHA-256 is kept.
@Component
public class FriendLinks {
  private final JdbcClient sql;

  FriendLinks(JdbcClient sql) {
    this.sql = sql;
  }

  /// A link that is open.
  ///
  /// @param madeBy by whom, by name
  /// @param madeAt since when
  /// @param usedAt when somebody last started the server with it; null for never
  public record Link(String madeBy, Instant madeAt, @Nullable Instant usedAt) {}

  /// Makes a new link; the one before is dead.
  ///
  /// @return what the link ends with
  public String renew(String serverId, String by) {
    var token = Secrets.random();
    sql.sql(
            """
            INSERT INTO friend_links VALUES (:server, :hash, :by, now(), NULL)
              ON CONFLICT (server_id)
              DO UPDATE SET hash = :hash, made_by = :by, made_at = now(), used_at = NULL
            """)
        .param("server", serverId)
        .param("hash", NodeKeys.hash(token))
        .param("by", by)
        .update();
    return token;
  }

  /// Which server a link starts.
  public Optional<String> server(String token) {
    return sql.sql(
            "SELECT server_id FROM friend_links f WHERE hash = ? AND "
                + Makers.mayStill("f", "'{invite,start}'::text[]"))
        .param(NodeKeys.hash(token))
        .query((row, _) -> row.getString("server_id"))
        .optional();
  }

  /// Somebody has started the server with it.
  public void used(String serverId) {
    sql.sql("UPDATE friend_links SET used_at = now() WHERE server_id = ?").param(serverId).update();
  }

  /// The link of a server.
  public Optional<Link> of(String serverId) {
    return sql.sql("SELECT * FROM friend_links WHERE server_id = ?")
        .param(serverId)
        .query((row, _) -> {
          var used = row.getObject("used_at", OffsetDateTime.class);
          return new Link(
              row.getString("made_by"),
              row.getObject("made_at", OffsetDateTime.class).toInstant(),
              used == null ? null : used.toInstant());
        })
        .optional();
  }

  /// Takes back what somebody has made who may not any more.
  public void revokeOf(String serverId, String madeBy) {
    sql.sql("DELETE FROM friend_links WHERE server_id = ? AND made_by = ?")
        .params(serverId, madeBy)
        .update();
  }

  /// Takes the link back.
  ///
  /// @return whether there was one
  public boolean revoke(String serverId) {
    return sql.sql("DELETE FROM friend_links WHERE server_id = ?").param(serverId).update() > 0;
  }
}
