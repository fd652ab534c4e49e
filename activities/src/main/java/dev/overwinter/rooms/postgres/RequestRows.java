package dev.overwinter.rooms.postgres;

import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Step;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Table `room_requests`. Every method belongs into a transaction.
final class RequestRows {
  /// As many as a room remembers.
  private static final int LATELY = 500;

  private final JdbcClient sql;

  RequestRows(JdbcClient sql) {
    this.sql = sql;
  }

  private record Answered(String request, String answer) {}

  /// The last requests that changed something, oldest first.
  Map<String, RoomAnswer.Done> lately(RoomId room) {
    var answered =
        sql.sql(
                """
                select request, answer from (
                  select request, answer, seq from room_requests where room = ?
                  order by seq desc limit ?) as last
                order by seq
                """)
            .params(room.text(), LATELY)
            .query((row, _) -> new Answered(row.getString("request"), row.getString("answer")))
            .list();
    var lately = new LinkedHashMap<String, RoomAnswer.Done>();
    answered.forEach(
        one -> lately.put(one.request(), RoomJson.read(one.answer(), RoomAnswer.Done.class)));
    return lately;
  }

  /// What the order of a step was answered when it was carried out before; empty when it is new, or
  /// a clock has taken the step.
  Optional<RoomAnswer.Done> answer(Step step) {
    var order = step.order();
    return order == null
        ? Optional.empty()
        : sql.sql("select answer from room_requests where room = ? and request = ?")
            .params(order.room().text(), order.request())
            .query(String.class)
            .optional()
            .map(answer -> RoomJson.read(answer, RoomAnswer.Done.class));
  }

  /// Keeps the answer to the order of a step, unless a clock has taken it.
  void add(Step step) {
    var order = step.order();
    var answer = step.answer();
    if (order == null || answer == null) {
      return;
    }
    sql.sql(
            """
            insert into room_requests (room, request, seq, answer, at)
            values (?, ?, ?, ?::jsonb, ?)
            """)
        .params(
            order.room().text(),
            order.request(),
            step.after().seq(),
            RoomJson.of(answer),
            Timestamp.from(step.events().getLast().at()))
        .update();
  }
}
