package dev.overwinter.rooms.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.NodeKeys;
import dev.overwinter.rooms.RoomId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Invitations to rooms: codes that let so many in, for so long. Only their SHA-256 is kept.
@Component
class RoomInvites {
  /// Open ones of a room.
  static final int MOST = 50;

  private final JdbcClient sql;
  private final Clock clock;

  RoomInvites(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// One without its code.
  record Invite(
      String id,
      @JsonProperty("uses_left") int usesLeft,
      @JsonProperty("expires_at") Instant expiresAt) {}

  /// One with its code, which is shown once.
  record Made(Invite invite, String code) {
    @Override
    public String toString() {
      return "Made[" + invite + "]";
    }
  }

  /// A new one; empty when the room has as many as it may.
  Optional<Made> make(RoomId room, String by, int uses, Duration life) {
    if (of(room).size() >= MOST) {
      return Optional.empty();
    }
    var code = Secrets.random();
    var now = clock.instant();
    var invite = new Invite(Hashes.id("invite " + Secrets.random()), uses, now.plus(life));
    sql.sql("INSERT INTO room_invites VALUES (?, ?, ?, ?, ?, ?, ?)")
        .params(
            NodeKeys.hash(code),
            invite.id(),
            room.text(),
            by,
            uses,
            RoomGuests.utc(now),
            RoomGuests.utc(invite.expiresAt()))
        .update();
    return Optional.of(new Made(invite, code));
  }

  /// Those of a room that still let somebody in.
  List<Invite> of(RoomId room) {
    return sql.sql(
            """
            SELECT id, uses_left, expires_at FROM room_invites
             WHERE room = ? AND uses_left > 0 AND expires_at > ? ORDER BY made_at, id
            """)
        .params(room.text(), RoomGuests.utc(clock.instant()))
        .query((row, _) ->
            new Invite(
                row.getString("id"),
                row.getInt("uses_left"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /// What became of a use.
  enum Use {
    /// It lets them in to nothing.
    NO,
    /// They had used it before: it lets them in, and nothing was used up.
    AGAIN,
    /// It lets them in, and that was one of its uses.
    TAKEN
  }

  /// Uses one up for somebody, once however often they come.
  @Transactional
  public Use use(RoomId room, String code, String holder) {
    record Row(String id, int left) {}
    var row =
        sql.sql(
                """
                SELECT id, uses_left FROM room_invites
                 WHERE hash = ? AND room = ? AND expires_at > ? FOR UPDATE
                """)
            .params(NodeKeys.hash(code), room.text(), RoomGuests.utc(clock.instant()))
            .query((found, _) -> new Row(found.getString("id"), found.getInt("uses_left")))
            .optional();
    if (row.isEmpty()) {
      return Use.NO;
    }
    var id = row.get().id();
    boolean before =
        !sql.sql("SELECT 1 FROM room_invited WHERE invite = ? AND holder = ?")
            .params(id, holder)
            .query()
            .listOfRows()
            .isEmpty();
    if (before || row.get().left() == 0) {
      return before ? Use.AGAIN : Use.NO;
    }
    sql.sql("INSERT INTO room_invited VALUES (?, ?)").params(id, holder).update();
    sql.sql("UPDATE room_invites SET uses_left = uses_left - 1 WHERE id = ?").param(id).update();
    return Use.TAKEN;
  }

  /// Who has just taken a use of it is not in after all: it may be used again. Only for who took
  /// one in this very call: what was taken before has let somebody in.
  @Transactional
  public void giveBack(RoomId room, String code, String holder) {
    var hash = NodeKeys.hash(code);
    int taken =
        sql.sql(
                """
                DELETE FROM room_invited WHERE holder = ? AND invite =
                  (SELECT id FROM room_invites WHERE hash = ? AND room = ?)
                """)
            .params(holder, hash, room.text())
            .update();
    if (taken == 1) {
      sql.sql("UPDATE room_invites SET uses_left = uses_left + 1 WHERE hash = ?")
          .param(hash)
          .update();
    }
  }

  /// Ends one.
  ///
  /// @return whether there was one
  boolean end(RoomId room, String id) {
    return sql.sql("DELETE FROM room_invites WHERE room = ? AND id = ?")
            .params(room.text(), id)
            .update()
        == 1;
  }

  @Scheduled(fixedDelay = 3_600_000, initialDelay = 420_000)
  void forget() {
    sql.sql("DELETE FROM room_invites WHERE expires_at < ?")
        .param(RoomGuests.utc(clock.instant().minus(Duration.ofDays(7))))
        .update();
  }
}
