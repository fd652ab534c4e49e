package dev.overwinter.rooms.postgres;

import dev.overwinter.durable.KeyRing;
import dev.overwinter.rooms.workflow.DrawActivities;
import dev.overwinter.rooms.workflow.RoomRecordActivities;
import dev.overwinter.rooms.workflow.RoomTidyActivities;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// What rooms need of the outside, in one PostgreSQL.
public record RoomRecords(
    RoomRecordActivities rooms,
    DrawActivities chance,
    RoomTidyActivities tidying,
    OverdueRooms overdue) {

  /// Those that work with a ring of keys.
  public static RoomRecords of(
      JdbcClient sql, TransactionOperations transaction, KeyRing keys, MeterRegistry meters) {
    new RoomGauges(sql).bindTo(meters);
    return new RoomRecords(
        new PostgresRoomRecordActivities(sql, transaction, new RoomRows(sql, keys)),
        new SecureDraw(),
        new RoomTidying(sql, new Resealing(sql, transaction, keys)),
        new OverdueRooms(sql));
  }
}
