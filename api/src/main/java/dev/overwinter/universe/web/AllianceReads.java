package dev.overwinter.universe.web;

import dev.overwinter.universe.order.AllianceRight;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Alliances: all of a universe, and one's own with its members and who wants to be one.
@Component
class AllianceReads {
  private static final String FOUNDER = "founder";

  private final JdbcClient sql;

  AllianceReads(JdbcClient sql) {
    this.sql = sql;
  }

  /// An alliance.
  ///
  /// @param open whether applications are taken
  /// @param members how many
  /// @param points of all of them
  record Alliance(
      long id,
      String tag,
      String name,
      String description,
      boolean open,
      int members,
      long points) {}

  /// Somebody who belongs to one.
  record Member(long player, String username, String role, long points, Instant joinedAt) {}

  /// Somebody who wants to.
  record Application(long player, String username, String text, Instant at) {}

  /// What a player is in an alliance.
  ///
  /// @param rights what their role allows
  record Seat(long alliance, String role, Set<AllianceRight> rights) {
    boolean may(AllianceRight right) {
      return rights.contains(right);
    }
  }

  private static final String ALL =
      """
      SELECT a.*, count(m.player) AS members, coalesce(sum(p.points_total), 0) AS points
        FROM universe_alliances a LEFT JOIN universe_alliance_members m ON m.alliance = a.id
        LEFT JOIN universe_players p ON p.id = m.player
      """;

  /// The strongest of a universe, strongest first.
  List<Alliance> of(String universe, int most) {
    return sql.sql(ALL + " WHERE a.universe = ? GROUP BY a.id ORDER BY points DESC, a.id LIMIT ?")
        .params(universe, most)
        .query((row, _) -> alliance(row))
        .list();
  }

  Optional<Alliance> find(long id) {
    return sql.sql(ALL + " WHERE a.id = ? GROUP BY a.id")
        .param(id)
        .query((row, _) -> alliance(row))
        .optional();
  }

  private static Alliance alliance(ResultSet row) throws SQLException {
    return new Alliance(
        row.getLong("id"),
        row.getString("tag"),
        row.getString("name"),
        row.getString("description"),
        row.getBoolean("open"),
        row.getInt("members"),
        row.getLong("points"));
  }

  /// What a player is; empty for somebody who belongs to none.
  Optional<Seat> seat(long player) {
    return sql.sql(
            """
            SELECT m.alliance, m.role, r.rights FROM universe_alliance_members m
              LEFT JOIN universe_alliance_roles r ON r.alliance = m.alliance AND r.name = m.role
             WHERE m.player = ?
            """)
        .param(player)
        .query((row, _) -> seat(row))
        .optional();
  }

  private static Seat seat(ResultSet row) throws SQLException {
    var role = row.getString("role");
    var rights = EnumSet.noneOf(AllianceRight.class);
    var given = row.getArray("rights");
    if (FOUNDER.equals(role)) {
      rights = EnumSet.allOf(AllianceRight.class);
    } else if (given != null) {
      for (var right : (Object[]) given.getArray()) {
        rights.add(AllianceRight.valueOf(String.valueOf(right)));
      }
    }
    return new Seat(row.getLong("alliance"), role, rights);
  }

  List<Member> members(long alliance) {
    return sql.sql(
            """
            SELECT m.*, p.username, p.points_total FROM universe_alliance_members m
              JOIN universe_players p ON p.id = m.player WHERE m.alliance = ?
             ORDER BY p.points_total DESC, m.player
            """)
        .param(alliance)
        .query((row, _) ->
            new Member(
                row.getLong("player"),
                row.getString("username"),
                row.getString("role"),
                row.getLong("points_total"),
                Objects.requireNonNull(Fields.instant(row, "joined_at"))))
        .list();
  }

  /// Who wants to come in, longest waiting first.
  List<Application> applications(long alliance) {
    return sql.sql(
            """
            SELECT x.*, p.username FROM universe_alliance_applications x
              JOIN universe_players p ON p.id = x.player WHERE x.alliance = ? ORDER BY x.at, x.player
            """)
        .param(alliance)
        .query((row, _) ->
            new Application(
                row.getLong("player"),
                row.getString("username"),
                row.getString("text"),
                Objects.requireNonNull(Fields.instant(row, "at"))))
        .list();
  }

  /// A role that the alliance has made.
  record Role(String name, List<AllianceRight> rights) {}

  List<Role> roles(long alliance) {
    return sql.sql(
            "SELECT name, rights FROM universe_alliance_roles WHERE alliance = ? ORDER BY name")
        .param(alliance)
        .query((row, _) ->
            new Role(
                row.getString("name"),
                Arrays.stream((String[]) row.getArray("rights").getArray())
                    .map(AllianceRight::valueOf)
                    .sorted()
                    .toList()))
        .list();
  }

  /// Which one a player has applied to.
  Optional<Long> appliedTo(long player) {
    return sql.sql("SELECT alliance FROM universe_alliance_applications WHERE player = ?")
        .param(player)
        .query(Long.class)
        .optional();
  }
}
