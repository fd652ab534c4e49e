package dev.overwinter.rooms.postgres;

import dev.overwinter.rooms.workflow.RoomTidyActivities;
import dev.overwinter.rooms.workflow.RoomsTidied;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What is done every hour. Every statement is a transaction of its own. Thread-safe.
final class RoomTidying implements RoomTidyActivities {
  private static final Duration KEPT_DRAFTS = Duration.ofHours(1);
  private static final Duration KEPT_MESSAGES = Duration.ofDays(90);
  private static final Duration KEPT_REQUESTS = Duration.ofDays(7);

  /// Who was there may look at what happened for so long.
  private static final Duration KEPT_OVER = Duration.ofDays(7);

  /// A process of the api renews its lease every ten seconds.
  private static final Duration KEPT_LEASES = Duration.ofMinutes(10);

  /// Of each room: more than anybody misses, since who has missed 500 gets the whole room.
  private static final int KEPT_EVENTS = 5_000;

  private final JdbcClient sql;
  private final Resealing resealing;

  RoomTidying(JdbcClient sql, Resealing resealing) {
    this.sql = sql;
    this.resealing = resealing;
  }

  @Override
  public RoomsTidied tidy(Instant at) {
    return new RoomsTidied(
        delete("room_messages where seq is null and at < ?", at.minus(KEPT_DRAFTS)),
        delete("room_messages where at < ?", at.minus(KEPT_MESSAGES)),
        events(at),
        delete("room_requests where at < ?", at.minus(KEPT_REQUESTS)),
        presences(at.minus(KEPT_LEASES)),
        resealing.run());
  }

  private long delete(String from, Instant before) {
    return sql.sql("delete from " + from).param(Timestamp.from(before)).update();
  }

  private long events(Instant at) {
    var over =
        delete(
            "room_events using rooms where rooms.id = room and over is not null and over_at < ?",
            at.minus(KEPT_OVER));
    return over
        + sql.sql(
                """
                delete from room_events using rooms
                where rooms.id = room_events.room and rooms.seq > :kept
                  and room_events.seq <= rooms.seq - :kept
                """)
            .param("kept", KEPT_EVENTS)
            .update();
  }

  /// The api's own tables, which it makes; it forgets the dead while it lives.
  private long presences(Instant before) {
    var made =
        sql.sql(
                """
                select to_regclass('room_presence') is not null
                  and to_regclass('api_processes') is not null
                """)
            .query(Boolean.class)
            .single();
    if (!made) {
      return 0;
    }
    var gone =
        sql.sql(
                """
                delete from room_presence where not exists (select from api_processes process
                  where process.id = room_presence.process and process.until > ?)
                """)
            .param(Timestamp.from(before))
            .update();
    var _ = delete("api_processes where until < ?", before);
    return gone;
  }
}
