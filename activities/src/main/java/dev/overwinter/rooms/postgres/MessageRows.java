package dev.overwinter.rooms.postgres;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Step;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Tables `room_messages` and `room_reactions`: what a room knows of messages only by their ids.
final class MessageRows {
  /// Of one member below one message, so that nobody fills a page with them.
  private static final int MOST_REACTIONS = 20;

  private final JdbcClient sql;

  MessageRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// Does to messages what a step says; belongs into a transaction that holds the room's lock.
  ///
  /// @return why it may not be; nothing is changed then
  @Nullable RoomRefusal apply(Step step) {
    var order = step.order();
    if (order == null) {
      return null;
    }
    return switch (order.command()) {
      case RoomCommand.Say say -> say(step, order.by(), say);
      case RoomCommand.React react -> react(step.after(), order.by(), react);
      default -> null;
    };
  }

  /// Gives a draft its place, once.
  private @Nullable RoomRefusal say(Step step, @Nullable MemberId author, RoomCommand.Say say) {
    var after = step.after();
    var place =
        step.events().stream()
            .filter(event -> event.type() == RoomEvent.Type.SAID)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("a message without its event"));
    var placed =
        sql.sql(
                """
                update room_messages set seq = :seq, round = :round
                where room = :room and id = :id and author = :author and seq is null
                """)
            .param("seq", place.seq())
            .param("round", after.rounds())
            .param("room", after.id().text())
            .param("id", say.message())
            .param("author", text(author))
            .update();
    return placed == 1 ? null : RoomRefusal.NO_SUCH_MESSAGE;
  }

  private @Nullable RoomRefusal react(
      RoomState after, @Nullable MemberId member, RoomCommand.React react) {
    var there =
        sql.sql(
                """
                select (select count(*) from room_reactions
                    where room = message.room and message = message.id and member = :member
                      and emoji <> :emoji)
                from room_messages message
                where room = :room and id = :message and seq is not null
                """)
            .param("member", text(member))
            .param("emoji", react.emoji())
            .param("room", after.id().text())
            .param("message", react.message())
            .query(Integer.class)
            .optional();
    if (there.isEmpty()) {
      return RoomRefusal.NO_SUCH_MESSAGE;
    }
    if (react.add() && there.get() >= MOST_REACTIONS) {
      return RoomRefusal.FULL;
    }
    var change =
        react.add()
            ? "insert into room_reactions (room, message, emoji, member) values (?, ?, ?, ?)"
                + " on conflict do nothing"
            : "delete from room_reactions"
                + " where room = ? and message = ? and emoji = ? and member = ?";
    sql.sql(change)
        .params(after.id().text(), react.message(), react.emoji(), text(member))
        .update();
    return null;
  }

  private static String text(@Nullable MemberId member) {
    // An operator is nobody's author, and no member has an empty id.
    return member == null ? "" : member.text();
  }
}
