package dev.overwinter.universe.postgres;

import dev.overwinter.universe.order.AllianceOrder;
import dev.overwinter.universe.order.AllianceRight;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.Refusal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Alliances. Every method belongs into a transaction that has locked whose order it is; the row of
/// the alliance is locked after it.
final class Alliances {
  private static final String FOUNDER = "founder";
  private static final String MEMBER = "member";
  private static final int LONGEST_TEXT = 4_000;
  private static final int MOST_ROLES = 20;

  private Alliances() {}

  private record Member(long player, long alliance, String role) {
    boolean founds() {
      return role.equals(FOUNDER);
    }
  }

  static PlayerAnswer carryOut(Turn turn, long player, AllianceOrder order, Instant at) {
    var sql = turn.sql;
    member(sql, player).ifPresent(one -> lock(sql, one.alliance()));
    // Again: who had the lock before may have made somebody its founder.
    var me = member(sql, player);
    return switch (order) {
      case AllianceOrder.Found found -> me.isPresent() ? already() : found(turn, player, found, at);
      case AllianceOrder.Apply apply -> me.isPresent() ? already() : apply(turn, player, apply, at);
      case AllianceOrder.Leave _ -> me.map(one -> leave(sql, one)).orElseGet(Alliances::none);
      case AllianceOrder.Edit edit ->
          with(sql, me, AllianceRight.EDIT, one -> edit(sql, one, edit));
      case AllianceOrder.Decide decide ->
          with(sql, me, AllianceRight.APPLICATIONS, one -> decide(turn, one, decide, at));
      case AllianceOrder.Kick kick ->
          with(sql, me, AllianceRight.KICK, one -> kick(sql, one, kick));
      case AllianceOrder.Role role ->
          with(sql, me, AllianceRight.ROLES, one -> role(sql, one, role));
      case AllianceOrder.Give give ->
          with(sql, me, AllianceRight.ROLES, one -> give(sql, one, give));
      case AllianceOrder.Circular circular ->
          with(sql, me, AllianceRight.CIRCULAR, one -> circular(turn, one, circular, at));
    };
  }

  private static PlayerAnswer with(
      JdbcClient sql,
      Optional<Member> me,
      AllianceRight right,
      java.util.function.Function<Member, PlayerAnswer> work) {
    if (me.isEmpty()) {
      return none();
    }
    return rights(sql, me.get()).contains(right)
        ? work.apply(me.get())
        : refused(Refusal.NOT_ALLOWED, "your role does not allow that");
  }

  private static Set<AllianceRight> rights(JdbcClient sql, Member me) {
    return me.founds() ? EnumSet.allOf(AllianceRight.class) : rights(sql, me.alliance(), me.role());
  }

  /// What a role allows; nothing, for one that is not there.
  private static Set<AllianceRight> rights(JdbcClient sql, long alliance, String role) {
    var rights = EnumSet.noneOf(AllianceRight.class);
    sql.sql("select unnest(rights) from universe_alliance_roles where alliance = ? and name = ?")
        .params(alliance, role)
        .query((row, _) -> row.getString(1))
        .list()
        .forEach(right -> rights.add(AllianceRight.valueOf(right)));
    return rights;
  }

  /// Nobody gives or takes away what they may not do themselves: ROLES alone would be every right.
  private static PlayerAnswer above() {
    return refused(Refusal.NOT_ALLOWED, "that is about rights that you do not have yourself");
  }

  private static PlayerAnswer refused(Refusal refusal, String reason) {
    return new PlayerAnswer.Refused(refusal, reason);
  }

  private static PlayerAnswer none() {
    return refused(Refusal.NOT_FOUND, "you belong to no alliance");
  }

  private static PlayerAnswer already() {
    return refused(Refusal.ALREADY_CHOSEN, "you belong to an alliance already");
  }

  private static Optional<Member> member(JdbcClient sql, long player) {
    return sql.sql("select alliance, role from universe_alliance_members where player = ?")
        .param(player)
        .query((row, _) -> new Member(player, row.getLong("alliance"), row.getString("role")))
        .optional();
  }

  private static Optional<Boolean> lock(JdbcClient sql, long alliance) {
    return sql.sql("select open from universe_alliances where id = ? for update")
        .param(alliance)
        .query(Boolean.class)
        .optional();
  }

  private static PlayerAnswer found(Turn turn, long player, AllianceOrder.Found found, Instant at) {
    var tag = found.tag().strip();
    var name = found.name().strip();
    if (tag.length() < 3 || tag.length() > 8 || name.length() < 3 || name.length() > 40) {
      return refused(Refusal.INVALID, "a tag has 3 to 8 characters, a name 3 to 40");
    }
    if (found.description().length() > LONGEST_TEXT) {
      return refused(Refusal.INVALID, "a description has at most " + LONGEST_TEXT + " characters");
    }
    var id =
        turn.sql
            .sql(
                """
                insert into universe_alliances
                  (universe, tag, name, description, founder, open, created_at)
                values (?, ?, ?, ?, ?, true, ?) on conflict do nothing returning id
                """)
            .params(turn.world.id(), tag, name, found.description(), player, Timestamp.from(at))
            .query(Long.class)
            .optional();
    if (id.isEmpty()) {
      return refused(Refusal.NAME_TAKEN, "the tag or the name is another alliance's");
    }
    join(turn.sql, player, id.get(), FOUNDER, at);
    return new PlayerAnswer.Done(id.get());
  }

  private static void join(JdbcClient sql, long player, long alliance, String role, Instant at) {
    sql.sql("delete from universe_alliance_applications where player = ?").param(player).update();
    sql.sql(
            """
            insert into universe_alliance_members (player, alliance, role, joined_at)
            values (?, ?, ?, ?)
            """)
        .params(player, alliance, role, Timestamp.from(at))
        .update();
  }

  private static PlayerAnswer apply(Turn turn, long player, AllianceOrder.Apply apply, Instant at) {
    if (apply.text().length() > LONGEST_TEXT) {
      return refused(Refusal.INVALID, "an application has at most 4000 characters");
    }
    var open =
        turn.sql
            .sql("select open from universe_alliances where id = ? and universe = ?")
            .params(apply.alliance(), turn.world.id())
            .query(Boolean.class)
            .optional();
    if (open.isEmpty()) {
      return refused(Refusal.NOT_FOUND, "there is no such alliance");
    }
    if (!open.get()) {
      return refused(Refusal.NOT_ALLOWED, "the alliance takes no applications");
    }
    turn.sql
        .sql(
            """
            insert into universe_alliance_applications (player, alliance, text, at)
            values (?, ?, ?, ?) on conflict (player) do update
            set alliance = excluded.alliance, text = excluded.text, at = excluded.at
            """)
        .params(player, apply.alliance(), apply.text(), Timestamp.from(at))
        .update();
    return new PlayerAnswer.Done(apply.alliance());
  }

  private static PlayerAnswer leave(JdbcClient sql, Member me) {
    sql.sql("delete from universe_alliance_members where player = ?").param(me.player()).update();
    if (me.founds()) {
      succeed(sql, me.alliance());
    }
    return new PlayerAnswer.Done(me.alliance());
  }

  private static void succeed(JdbcClient sql, long alliance) {
    var heir =
        sql.sql(
                """
                select player from universe_alliance_members where alliance = ?
                order by joined_at, player limit 1
                """)
            .param(alliance)
            .query(Long.class)
            .optional();
    if (heir.isEmpty()) {
      sql.sql("delete from universe_alliances where id = ?").param(alliance).update();
      return;
    }
    sql.sql("update universe_alliance_members set role = ? where player = ?")
        .params(FOUNDER, heir.get())
        .update();
    sql.sql("update universe_alliances set founder = ? where id = ?")
        .params(heir.get(), alliance)
        .update();
  }

  private static PlayerAnswer edit(JdbcClient sql, Member me, AllianceOrder.Edit edit) {
    if (edit.description().length() > LONGEST_TEXT) {
      return refused(Refusal.INVALID, "a description has at most " + LONGEST_TEXT + " characters");
    }
    sql.sql("update universe_alliances set description = ?, open = ? where id = ?")
        .params(edit.description(), edit.open(), me.alliance())
        .update();
    return new PlayerAnswer.Done(me.alliance());
  }

  private static PlayerAnswer decide(
      Turn turn, Member me, AllianceOrder.Decide decide, Instant at) {
    var gone =
        turn.sql
            .sql("delete from universe_alliance_applications where player = ? and alliance = ?")
            .params(decide.applicant(), me.alliance())
            .update();
    if (gone == 0) {
      return refused(Refusal.NOT_FOUND, "they have not applied");
    }
    if (decide.accept() && member(turn.sql, decide.applicant()).isEmpty()) {
      join(turn.sql, decide.applicant(), me.alliance(), MEMBER, at);
    }
    return new PlayerAnswer.Done(decide.applicant());
  }

  private static PlayerAnswer kick(JdbcClient sql, Member me, AllianceOrder.Kick kick) {
    var other = colleague(sql, me, kick.member());
    if (other.isEmpty()) {
      return refused(Refusal.NOT_FOUND, "they are no member");
    }
    if (other.get().founds()) {
      return refused(Refusal.NOT_ALLOWED, "nobody turns the founder out");
    }
    sql.sql("delete from universe_alliance_members where player = ?").param(kick.member()).update();
    return new PlayerAnswer.Done(kick.member());
  }

  private static Optional<Member> colleague(JdbcClient sql, Member me, long player) {
    return member(sql, player).filter(other -> other.alliance() == me.alliance());
  }

  private static PlayerAnswer role(JdbcClient sql, Member me, AllianceOrder.Role role) {
    var name = role.name().strip();
    if (name.isEmpty() || name.length() > 40 || List.of(FOUNDER, MEMBER).contains(name)) {
      return refused(Refusal.INVALID, "a role has a name of its own of 1 to 40 characters");
    }
    var own = rights(sql, me);
    if (!own.containsAll(role.rights()) || !own.containsAll(rights(sql, me.alliance(), name))) {
      return above();
    }
    if (role.rights().isEmpty()) {
      sql.sql("delete from universe_alliance_roles where alliance = ? and name = ?")
          .params(me.alliance(), name)
          .update();
      sql.sql("update universe_alliance_members set role = ? where alliance = ? and role = ?")
          .params(MEMBER, me.alliance(), name)
          .update();
      return new PlayerAnswer.Done(me.alliance());
    }
    if (others(sql, me.alliance(), name) >= MOST_ROLES) {
      return refused(Refusal.LIMIT, "an alliance has at most " + MOST_ROLES + " roles");
    }
    var rights =
        Arrays.stream(AllianceRight.values())
            .filter(role.rights()::contains)
            .map(AllianceRight::name)
            .toArray(String[]::new);
    sql.sql(
            """
            insert into universe_alliance_roles (alliance, name, rights)
            values (:alliance, :name, :rights)
            on conflict (alliance, name) do update set rights = excluded.rights
            """)
        .param("alliance", me.alliance())
        .param("name", name)
        .param("rights", rights)
        .update();
    return new PlayerAnswer.Done(me.alliance());
  }

  /// How many roles an alliance has besides this one.
  private static int others(JdbcClient sql, long alliance, String name) {
    return sql.sql("select count(*) from universe_alliance_roles where alliance = ? and name <> ?")
        .params(alliance, name)
        .query(Integer.class)
        .single();
  }

  private static PlayerAnswer give(JdbcClient sql, Member me, AllianceOrder.Give give) {
    var other = colleague(sql, me, give.member());
    if (other.isEmpty()) {
      return refused(Refusal.NOT_FOUND, "they are no member");
    }
    var known =
        give.role().equals(MEMBER)
            || sql.sql("select 1 from universe_alliance_roles where alliance = ? and name = ?")
                .params(me.alliance(), give.role())
                .query(Integer.class)
                .optional()
                .isPresent();
    if (!known) {
      return refused(Refusal.NOT_FOUND, "there is no such role");
    }
    if (other.get().founds()) {
      return refused(Refusal.NOT_ALLOWED, "the founder keeps their role");
    }
    if (give.member() == me.player()) {
      return refused(Refusal.NOT_ALLOWED, "nobody gives a role to themselves");
    }
    var own = rights(sql, me);
    if (!own.containsAll(rights(sql, me.alliance(), give.role()))
        || !own.containsAll(rights(sql, other.get()))) {
      return above();
    }
    sql.sql("update universe_alliance_members set role = ? where player = ?")
        .params(give.role(), give.member())
        .update();
    return new PlayerAnswer.Done(give.member());
  }

  private static PlayerAnswer circular(
      Turn turn, Member me, AllianceOrder.Circular circular, Instant at) {
    var problem = PlayerCommands.problem(circular.subject(), circular.body());
    if (problem.isPresent()) {
      return refused(Refusal.INVALID, problem.get());
    }
    turn.sql
        .sql("select player from universe_alliance_members where alliance = ? order by player")
        .param(me.alliance())
        .query((row, _) -> row.getLong(1))
        .list()
        .forEach(member ->
            turn.letters.message(
                member, me.player(), "circular", circular.subject(), circular.body(), at));
    return new PlayerAnswer.Done(me.alliance());
  }
}
