package dev.overwinter.rooms.postgres;

import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.workflow.RoomRecordActivities;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Keeps rooms. Thread-safe; each method is one transaction, and safe to repeat.
public final class PostgresRoomRecordActivities implements RoomRecordActivities {
  private static final Logger log = LoggerFactory.getLogger(PostgresRoomRecordActivities.class);

  private final JdbcClient sql;
  private final TransactionOperations transaction;
  private final RoomRows rooms;
  private final RequestRows requests;
  private final MessageRows messages;

  PostgresRoomRecordActivities(JdbcClient sql, TransactionOperations transaction, RoomRows rooms) {
    this.sql = sql;
    this.transaction = transaction;
    this.rooms = rooms;
    requests = new RequestRows(sql);
    messages = new MessageRows(sql);
  }

  @Override
  public Kept load(RoomId room) {
    return within(() -> kept(room));
  }

  private Kept kept(RoomId room) {
    return new Kept(rooms.state(room), requests.lately(room));
  }

  @Override
  public Recorded record(Step step) {
    requireWhole(step);
    return within(() -> take(step));
  }

  private Recorded take(Step step) {
    var room = step.after().id();
    var last = rooms.lock(room);
    var first = step.events().getFirst().seq();
    if (first > last + 1) {
      log.error(
          "room {}: its next event is {} and PostgreSQL has {}: PostgreSQL has lost some (a backup,"
              + " a standby that was behind?); the room goes on from there",
          room.text(),
          first,
          last);
    }
    if (first != last + 1) {
      return Recorded.instead(kept(room));
    }
    var before = requests.answer(step);
    if (before.isPresent()) {
      return Recorded.answered(before.get());
    }
    var refusal = messages.apply(step);
    if (refusal != null) {
      return Recorded.refused(refusal);
    }
    rooms.write(step);
    EventRows.add(sql, room, step.events());
    requests.add(step);
    tell(room, step.after().seq());
    return Recorded.WRITTEN;
  }

  private void tell(RoomId room, long seq) {
    sql.sql("select pg_notify('room_event', ?)").param(room.text() + " " + seq).query(_ -> {});
  }

  /// A step that left a number out, or that nobody hears of, would part a room from its readers for
  /// good.
  private static void requireWhole(Step step) {
    var expected = step.after().seq() - step.events().size();
    for (var event : step.events()) {
      expected++;
      if (event.seq() != expected) {
        throw broken(step);
      }
    }
    if (step.events().isEmpty()) {
      throw broken(step);
    }
  }

  private static IllegalStateException broken(Step step) {
    List<Long> numbers = step.events().stream().map(event -> event.seq()).toList();
    return new IllegalStateException(
        "room %s: a step to %d has the events %s"
            .formatted(step.after().id().text(), step.after().seq(), numbers));
  }

  private <T> T within(Supplier<T> work) {
    return Objects.requireNonNull(transaction.execute(_ -> work.get()));
  }
}
