package dev.overwinter.rooms.postgres;

import dev.overwinter.durable.KeyRing;
import dev.overwinter.rooms.Member;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomRules;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Step;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Tables `rooms` and `room_members`. Every method belongs into a transaction.
final class RoomRows {
  private final JdbcClient sql;
  private final KeyRing keys;

  RoomRows(JdbcClient sql, KeyRing keys) {
    this.sql = sql;
    this.keys = keys;
  }

  /// What is kept of a room; null when there is none.
  @Nullable RoomState state(RoomId room) {
    return sql.sql("select state from rooms where id = ?")
        .param(room.text())
        .query(String.class)
        .optional()
        .map(sealed -> RoomJson.read(keys.open(room.text(), sealed), RoomState.class))
        .orElse(null);
  }

  /// Nobody else changes the room until the commit.
  ///
  /// @return the number of its last event; 0 when there is no such room
  long lock(RoomId room) {
    // What refers to the row does not wait.
    return sql.sql("select seq from rooms where id = ? for no key update")
        .param(room.text())
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  /// Keeps what the room is after a step. Of two that make the same room at once one fails, and is
  /// to be repeated.
  void write(Step step) {
    var after = step.after();
    if (step.events().getFirst().seq() == 1) {
      sql.sql(
              """
              insert into rooms (id, name, game, state, seq, members, created_at, active_at)
              values (:id, '', '', '', 0, 0, :at, :at)
              """)
          .param("id", after.id().text())
          .param("at", Timestamp.from(after.createdAt()))
          .update();
    }
    update(after, step.events().getLast().at());
    if (step.events().stream().map(RoomEvent::type).anyMatch(RoomRows::isOfMembers)) {
      seat(after);
    }
  }

  private void update(RoomState after, Instant at) {
    var round = after.round();
    var host = after.host();
    sql.sql(
            """
            update rooms set name = :name, game = :game, state = :state, seq = :seq, over = :over,
              over_at = case when :over::text is null then null else coalesce(over_at, :at) end,
              host = :host, members = :members, round_ends_at = :ends, due_at = :due,
              active_at = :active
            where id = :id
            """)
        .param("id", after.id().text())
        .param("name", after.name())
        .param("game", after.game())
        .param("state", keys.seal(after.id().text(), RoomJson.of(after)))
        .param("seq", after.seq())
        .param("over", after.over())
        .param("at", Timestamp.from(at))
        .param("host", host == null ? null : host.text())
        .param("members", after.members().size())
        .param("ends", round == null ? null : Timestamp.from(round.endsAt()))
        .param("due", RoomRules.dueAt(after).map(Timestamp::from).orElse(null))
        .param("active", Timestamp.from(after.activeAt()))
        .update();
  }

  /// Whether an event may come with another member, name or holder.
  private static boolean isOfMembers(RoomEvent.Type type) {
    return switch (type) {
      case OPENED, JOINED, LEFT, ROUND_STARTED -> true;
      case MUTED, NEXT_ROLE, HOST, ROUND_ENDED, PLAYED, SAID, REACTED, CONFIGURED, OVER -> false;
    };
  }

  private void seat(RoomState after) {
    var room = after.id().text();
    var members = after.members().values();
    var ids = members.stream().map(member -> member.id().text()).toArray(String[]::new);
    sql.sql("delete from room_members where room = ? and member <> all(?)")
        .params(room, ids)
        .update();
    sql.sql(
            """
            insert into room_members (room, member, holder, name)
            select :room, member, holder, name
            from unnest(:members::text[], :holders::text[], :names::text[])
              as seat (member, holder, name)
            on conflict (room, member) do update
              set holder = excluded.holder, name = excluded.name
              where (room_members.holder, room_members.name)
                is distinct from (excluded.holder, excluded.name)
            """)
        .param("room", room)
        .param("members", ids)
        .param("holders", members.stream().map(Member::holder).toArray(String[]::new))
        .param("names", members.stream().map(Member::name).toArray(String[]::new))
        .update();
  }
}
