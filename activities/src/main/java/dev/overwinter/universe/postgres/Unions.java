package dev.overwinter.universe.postgres;

import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.order.Spot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Table `universe_unions`: fleets that arrive and fight as one. Every method belongs into a
/// transaction.
final class Unions {
  private Unions() {}

  /// A union, locked.
  record Union(
      String id, long founder, Spot target, Instant arrivesAt, List<Long> invited, boolean over) {}

  private static Union union(ResultSet row, int number) throws SQLException {
    return new Union(
        row.getString("id"),
        row.getLong("founder"),
        new Spot(
            row.getInt("target_galaxy"),
            row.getInt("target_system"),
            row.getInt("target_position"),
            row.getBoolean("target_moon")),
        row.getTimestamp("arrives_at").toInstant(),
        List.of((Long[]) row.getArray("invited").getArray()),
        row.getBoolean("over"));
  }

  static Optional<Union> lock(JdbcClient sql, String id) {
    return sql.sql("select * from universe_unions where id = ? for update")
        .param(id)
        .query(Unions::union)
        .optional();
  }

  static void found(
      Turn turn, String id, long founder, Spot target, Instant arrivesAt, Instant at) {
    turn.sql
        .sql(
            """
            insert into universe_unions (id, universe, founder, name, target_galaxy,
              target_system, target_position, target_moon, arrives_at, invited, created_at)
            values (:id, :universe, :founder, :id, :galaxy, :system, :position, :moon, :arrives,
              :invited, :at)
            """)
        .param("id", id)
        .param("universe", turn.world.id())
        .param("founder", founder)
        .param("galaxy", target.galaxy())
        .param("system", target.system())
        .param("position", target.position())
        .param("moon", target.moon())
        .param("arrives", Timestamp.from(arrivesAt))
        .param("invited", new Long[] {founder})
        .param("at", Timestamp.from(at))
        .update();
  }

  /// All of its fleets arrive then.
  static void delay(JdbcClient sql, String id, Instant arrivesAt) {
    sql.sql("update universe_unions set arrives_at = ? where id = ?")
        .params(Timestamp.from(arrivesAt), id)
        .update();
  }

  static void end(JdbcClient sql, String id) {
    sql.sql("update universe_unions set over = true where id = ?").param(id).update();
  }

  static PlayerAnswer invite(Turn turn, PlayerCommand.Invite invite, Instant at) {
    var union = lock(turn.sql, invite.union());
    if (union.isEmpty() || union.get().over()) {
      return PlayerCommands.refused(Refusal.NOT_FOUND, "there is no such union");
    }
    if (union.get().founder() != invite.player()) {
      return PlayerCommands.refused(Refusal.NOT_OWNER, "the union is somebody else's");
    }
    var there =
        PlayerRows.universeOf(turn.sql, invite.invited())
            .filter(turn.world.id()::equals)
            .isPresent();
    if (!there) {
      return PlayerCommands.refused(Refusal.UNKNOWN_PLAYER, "there is no such player");
    }
    var most = turn.world.laws().rules().fleet().unionPlayers();
    if (!union.get().invited().contains(invite.invited())) {
      if (union.get().invited().size() >= most) {
        return PlayerCommands.refused(Refusal.LIMIT, "a union has at most " + most + " players");
      }
      turn.sql
          .sql("update universe_unions set invited = invited || ?::bigint where id = ?")
          .params(invite.invited(), invite.union())
          .update();
      var told =
          Map.of(
              "union",
              invite.union(),
              "founder",
              turn.player(invite.player()).username,
              "target",
              Turn.location(union.get().target()),
              "arrival_time",
              union.get().arrivesAt());
      turn.letters.event(invite.invited(), "union_invitation", told, at);
      turn.letters.notice(invite.invited(), "union_invitation", told, "normal", at);
    }
    return new PlayerAnswer.Done(invite.invited());
  }
}
