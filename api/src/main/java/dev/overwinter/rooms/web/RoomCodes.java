package dev.overwinter.rooms.web;

import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.NodeKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Codes by which a guest comes in from another device. Each is good once and not for long, only
/// its SHA-256 is kept, and it is shown to nobody a second time.
@Component
class RoomCodes {
  /// How long one is good that a guest has made.
  static final Duration OWN = Duration.ofMinutes(10);

  /// How long one is good that an operator has made.
  static final Duration OPERATORS = Duration.ofDays(7);

  private static final Duration KEPT = Duration.ofDays(30);

  private final JdbcClient sql;
  private final Clock clock;

  RoomCodes(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// A code, shown once.
  record Made(String code, Instant expiresAt) {
    @Override
    public String toString() {
      return "Made[" + expiresAt + "]";
    }
  }

  /// A new one.
  Made make(String guest, Duration life) {
    var code = Secrets.random().replaceAll("[^0-9A-Za-z]", "0").substring(0, 24);
    var expires = clock.instant().plus(life);
    sql.sql("INSERT INTO room_codes VALUES (?, ?, ?)")
        .params(NodeKeys.hash(code), guest, RoomGuests.utc(expires))
        .update();
    return new Made(code, expires);
  }

  /// Uses one up. Of two who try at once, one gets in.
  ///
  /// @return whose it was; empty for one that is unknown, used or over
  Optional<String> use(String code) {
    var now = RoomGuests.utc(clock.instant());
    return sql.sql(
            """
            UPDATE room_codes SET used_at = :now
             WHERE hash = :hash AND used_at IS NULL AND expires_at > :now RETURNING guest
            """)
        .param("now", now)
        .param("hash", NodeKeys.hash(code))
        .query(String.class)
        .optional();
  }

  /// Whose one is that would let somebody in; it is not used up.
  Optional<String> whose(String code) {
    return sql.sql(
            "SELECT guest FROM room_codes WHERE hash = ? AND used_at IS NULL AND expires_at > ?")
        .params(NodeKeys.hash(code), RoomGuests.utc(clock.instant()))
        .query(String.class)
        .optional();
  }

  /// A code without itself.
  record Open(String user, Instant expires) {}

  /// A page of them.
  ///
  /// @param next where the next page begins; null after the last
  record Page(List<Open> codes, @Nullable String next) {
    Page {
      codes = List.copyOf(codes);
    }
  }

  /// Those that still let somebody in, by guest, a page of them.
  ///
  /// @param after [Page#next] of the page before; empty for the first
  Page open(String after, int most) {
    record Row(Open code, String place) {}
    int mark = after.indexOf('.');
    var rows =
        sql.sql(
                """
                SELECT guest, expires_at, encode(hash, 'hex') AS place FROM room_codes
                 WHERE used_at IS NULL AND expires_at > :now
                   AND (guest, encode(hash, 'hex')) > (:guest, :place)
                 ORDER BY guest, encode(hash, 'hex') LIMIT :most
                """)
            .param("now", RoomGuests.utc(clock.instant()))
            .param("guest", mark < 0 ? after : after.substring(0, mark))
            .param("place", mark < 0 ? "g" : after.substring(mark + 1))
            .param("most", most)
            .query((row, _) ->
                new Row(
                    new Open(
                        row.getString("guest"),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant()),
                    row.getString("guest") + "." + row.getString("place")))
            .list();
    return new Page(
        rows.stream().map(Row::code).toList(), rows.size() < most ? null : rows.getLast().place());
  }

  @Scheduled(fixedDelay = 3_600_000, initialDelay = 360_000)
  void forget() {
    sql.sql("DELETE FROM room_codes WHERE expires_at < ?")
        .param(RoomGuests.utc(clock.instant().minus(KEPT)))
        .update();
  }
}
