package dev.overwinter.api.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The members of servers, in PostgreSQL.
@Component
public class Members {
  private final JdbcClient sql;

  Members(JdbcClient sql) {
    this.sql = sql;
  }

  /// A member of a server.
  ///
  /// @param accountId who
  /// @param name login name
  /// @param permissions what they may do
  /// @param addedBy who let them in, by name
  /// @param addedAt since when
  public record Member(
      String accountId,
      String name,
      Set<Permission> permissions,
      String addedBy,
      Instant addedAt) {}

  /// What a member may do; nothing for anybody else.
  Set<Permission> permissions(String serverId, String accountId) {
    return sql.sql("SELECT permissions FROM server_members WHERE server_id = ? AND account_id = ?")
        .params(serverId, accountId)
        .query((row, _) -> Permission.read((String[]) row.getArray("permissions").getArray()))
        .optional()
        .orElseGet(() -> EnumSet.noneOf(Permission.class));
  }

  /// The members of a server, by name.
  public List<Member> of(String serverId) {
    return sql.sql(
            """
            SELECT m.*, a.name FROM server_members m JOIN accounts a ON a.id = m.account_id
             WHERE m.server_id = ? ORDER BY a.name
            """)
        .param(serverId)
        .query((row, _) ->
            new Member(
                row.getString("account_id"),
                row.getString("name"),
                Permission.read((String[]) row.getArray("permissions").getArray()),
                row.getString("added_by"),
                row.getObject("added_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /// Makes somebody a member, or gives a member more.
  void add(String serverId, String accountId, Set<Permission> permissions, String by) {
    // In one statement: what an owner changes meanwhile is neither lost nor undone.
    sql.sql(
            """
            INSERT INTO server_members AS m VALUES (:server, :account, :permissions, :by, now())
              ON CONFLICT (server_id, account_id) DO UPDATE SET permissions =
                (SELECT array_agg(DISTINCT p ORDER BY p)
                   FROM unnest(m.permissions || excluded.permissions) p)
            """)
        .param("server", serverId)
        .param("account", accountId)
        .param("permissions", Permission.write(permissions))
        .param("by", by)
        .update();
  }

  /// Gives a member exactly these permissions.
  ///
  /// @return whether there is such a member
  public boolean change(String serverId, String accountId, Set<Permission> permissions) {
    return sql.sql(
                "UPDATE server_members SET permissions = ? WHERE server_id = ? AND account_id = ?")
            .params(List.of(Permission.write(permissions), serverId, accountId))
            .update()
        > 0;
  }

  /// Somebody is no member any more.
  ///
  /// @return whether they were
  public boolean remove(String serverId, String accountId) {
    return sql.sql("DELETE FROM server_members WHERE server_id = ? AND account_id = ?")
            .params(serverId, accountId)
            .update()
        > 0;
  }
}
