package dev.overwinter.api.access;

import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.NodeKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Links that make whoever opens them a member of a server: for a while, and for so many people. A
/// link is shown once; only its SHA-256 is kept.
@Component
public class Invitations {
  /// Most open ones of a server.
  public static final int MOST = 50;

  private final JdbcClient sql;
  private final Members members;
  private final Clock clock;

  Invitations(JdbcClient sql, Members members, Clock clock) {
    this.sql = sql;
    this.members = members;
    this.clock = clock;
  }

  /// An invitation that is open.
  ///
  /// @param id of it, no secret
  /// @param serverId to which server
  /// @param permissions what the invited may do
  /// @param madeBy by whom, by name
  /// @param expiresAt until when
  /// @param usesLeft for how many more
  public record Invitation(
      String id,
      String serverId,
      Set<Permission> permissions,
      String madeBy,
      Instant expiresAt,
      int usesLeft) {}

  /// Makes one.
  ///
  /// @return what the link ends with; empty when there are too many
  @Transactional
  public Optional<String> make(
      String serverId, Set<Permission> permissions, String by, Duration life, int uses) {
    sql.sql("DELETE FROM invitations WHERE expires_at < ? OR uses_left < 1").param(now()).update();
    if (of(serverId).size() >= MOST) {
      return Optional.empty();
    }
    var token = Secrets.random();
    sql.sql("INSERT INTO invitations VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            List.of(
                UUID.randomUUID().toString(),
                NodeKeys.hash(token),
                serverId,
                Permission.write(permissions),
                by,
                now(),
                now().plus(life),
                uses))
        .update();
    return Optional.of(token);
  }

  /// The invitation of a link.
  public Optional<Invitation> find(String token) {
    return sql.sql(
            "SELECT * FROM invitations i WHERE hash = ? AND expires_at > ? AND uses_left > 0 AND "
                + Makers.mayStill("i", "i.permissions || '{invite}'"))
        .params(NodeKeys.hash(token), now())
        .query((row, _) -> invitation(row))
        .optional();
  }

  /// Somebody accepts: a link for one is used up by one, however many come at once. It gives what
  /// its maker may give now.
  ///
  /// @return to which server; empty when it is not open any more
  @Transactional
  public Optional<String> accept(String token, String account) {
    var used =
        sql.sql(
                """
                UPDATE invitations i SET uses_left = uses_left - 1
                 WHERE hash = ? AND expires_at > ? AND uses_left > 0 AND $ RETURNING *
                """
                    .replace("$", Makers.mayStill("i", "i.permissions || '{invite}'")))
            .params(NodeKeys.hash(token), now())
            .query((row, _) -> invitation(row))
            .optional();
    used.ifPresent(invitation ->
        members.add(invitation.serverId(), account, invitation.permissions(), invitation.madeBy()));
    return used.map(Invitation::serverId);
  }

  /// The open ones of a server, newest first.
  public List<Invitation> of(String serverId) {
    return sql.sql(
            """
            SELECT * FROM invitations WHERE server_id = ? AND expires_at > ? AND uses_left > 0
             ORDER BY made_at DESC, id
            """)
        .params(serverId, now())
        .query((row, _) -> invitation(row))
        .list();
  }

  /// Takes one back.
  ///
  /// @return whether there was one
  public boolean revoke(String serverId, String id) {
    return sql.sql("DELETE FROM invitations WHERE server_id = ? AND id = ?")
            .params(serverId, id)
            .update()
        > 0;
  }

  /// Takes back what somebody has made who may not invite any more.
  public void revokeOf(String serverId, String madeBy) {
    sql.sql("DELETE FROM invitations WHERE server_id = ? AND made_by = ?")
        .params(serverId, madeBy)
        .update();
  }

  private static Invitation invitation(ResultSet row) throws SQLException {
    return new Invitation(
        row.getString("id"),
        row.getString("server_id"),
        Permission.read((String[]) row.getArray("permissions").getArray()),
        row.getString("made_by"),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        row.getInt("uses_left"));
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
