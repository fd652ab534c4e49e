package dev.overwinter.rooms.web;

import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.NodeKeys;
import dev.overwinter.rooms.MemberId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// People without an account: a name and a token, of which only the SHA-256 is kept (it is random,
/// so a slow hash would add nothing).
@Component
class RoomGuests {
  /// What a guest's token begins with.
  static final String PREFIX = "guest_";

  /// A guest who was not seen for so long is forgotten.
  static final Duration LIFE = Duration.ofDays(400);

  private static final Duration SEEN_EVERY = Duration.ofDays(1);

  private final JdbcClient sql;
  private final Clock clock;

  RoomGuests(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// A guest.
  record Guest(String id, String name) {
    /// What rooms know them by.
    String holder() {
      return "g:" + id;
    }

    private RoomCaller by(String token) {
      var proof = new RoomCaller.Proof.Token(HexFormat.of().formatHex(NodeKeys.hash(token)));
      return new RoomCaller(new MemberId(id), holder(), name, false, proof);
    }
  }

  /// A guest who has just come, and what proves to be them; shown once.
  record Arrived(Guest guest, String token) {
    RoomCaller caller() {
      return guest.by(token);
    }

    @Override
    public String toString() {
      return "Arrived[" + guest.id() + "]";
    }
  }

  /// A new one.
  Arrived arrive(String name) {
    var guest = new Guest("v-" + Hashes.id("guest " + Secrets.random()), name);
    var now = utc(clock.instant());
    sql.sql("INSERT INTO room_guests VALUES (?, ?, ?, ?)")
        .params(guest.id(), name, now, now)
        .update();
    return token(guest);
  }

  /// One more device of a guest.
  Arrived token(Guest guest) {
    var token = PREFIX + Secrets.random() + Secrets.random().substring(0, 12);
    sql.sql("INSERT INTO room_guest_tokens VALUES (?, ?)")
        .params(NodeKeys.hash(token), guest.id())
        .update();
    return new Arrived(guest, token);
  }

  /// A token is worth nothing from now on; what was let in by it ends at every process.
  void end(String token) {
    sql.sql(
            """
            WITH ended AS (DELETE FROM room_guest_tokens WHERE hash = ? RETURNING hash)
            SELECT pg_notify('login_ended', encode(hash, 'hex')) FROM ended
            """)
        .param(NodeKeys.hash(token))
        .query()
        .listOfRows();
  }

  /// Those of these tokens that are still good.
  ///
  /// @param logins as [RoomCaller.Proof.Token] has them
  Set<String> stillIn(Collection<String> logins) {
    return Set.copyOf(
        sql.sql(
                """
                SELECT encode(hash, 'hex') FROM room_guest_tokens
                 WHERE hash IN (SELECT decode(login, 'hex') FROM unnest(?) AS login)
                """)
            .param(logins.toArray(String[]::new))
            .query(String.class)
            .list());
  }

  /// Who a token proves to be.
  Optional<RoomCaller> caller(String token) {
    return find(token).map(guest -> guest.by(token));
  }

  /// Whose token that is.
  Optional<Guest> find(String token) {
    if (!token.startsWith(PREFIX)) {
      return Optional.empty();
    }
    var now = clock.instant();
    record Row(Guest guest, Instant seen) {}
    var row =
        sql.sql(
                """
                SELECT g.id, g.name, g.seen_at FROM room_guest_tokens t
                  JOIN room_guests g ON g.id = t.guest WHERE t.hash = ?
                """)
            .param(NodeKeys.hash(token))
            .query((found, _) ->
                new Row(
                    new Guest(found.getString("id"), found.getString("name")),
                    found.getObject("seen_at", OffsetDateTime.class).toInstant()))
            .optional();
    row.filter(found -> found.seen().plus(SEEN_EVERY).isBefore(now))
        .ifPresent(found ->
            sql.sql("UPDATE room_guests SET seen_at = ? WHERE id = ?")
                .params(utc(now), found.guest().id())
                .update());
    return row.map(Row::guest);
  }

  /// One by their id.
  Optional<Guest> byId(String id) {
    return sql.sql("SELECT id, name FROM room_guests WHERE id = ?")
        .param(id)
        .query((found, _) -> new Guest(found.getString("id"), found.getString("name")))
        .optional();
  }

  /// All of them in the order of their ids, a page of them.
  List<Guest> all(String after, int most) {
    return sql.sql("SELECT id, name FROM room_guests WHERE id > ? ORDER BY id LIMIT ?")
        .params(after, most)
        .query((found, _) -> new Guest(found.getString("id"), found.getString("name")))
        .list();
  }

  /// Forgets one, their tokens and their codes; what was let in by them ends.
  void delete(String id) {
    // The tokens go with their guest only after the statement, which so sees them all.
    sql.sql(
            """
            WITH gone AS (DELETE FROM room_guests WHERE id = ? RETURNING id)
            SELECT pg_notify('login_ended', encode(t.hash, 'hex'))
              FROM room_guest_tokens t JOIN gone ON gone.id = t.guest
            """)
        .param(id)
        .query()
        .listOfRows();
  }

  /// Another name from now on, in rooms that they join.
  void rename(String id, String name) {
    sql.sql("UPDATE room_guests SET name = ? WHERE id = ?").params(name, id).update();
  }

  @Scheduled(fixedDelay = 3_600_000, initialDelay = 300_000)
  void forget() {
    sql.sql("DELETE FROM room_guests WHERE seen_at < ?")
        .param(utc(clock.instant().minus(LIFE)))
        .update();
  }

  static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
