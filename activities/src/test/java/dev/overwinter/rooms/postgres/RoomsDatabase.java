package dev.overwinter.rooms.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.overwinter.durable.KeyRing;
import dev.overwinter.rooms.Member;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.Role;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.Round;
import dev.overwinter.rooms.game.Top10Table;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Step;
import dev.overwinter.servers.postgres.ServersMigration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A real PostgreSQL of its own, far from UTC, and rooms to keep in it. Time is what tests say.
final class RoomsDatabase implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-22T20:00:00.123456Z");
  static final MemberId HOST = new MemberId("v-00000001");
  static final MemberId GUEST = new MemberId("v-00000002");

  private final TimeZone zone = TimeZone.getDefault();
  private final EmbeddedPostgres postgres;
  private final HikariDataSource source = new HikariDataSource();
  private final AtomicInteger serial = new AtomicInteger();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final JdbcClient sql;
  final String oldKey = KeyRing.draw("2026-11");
  final RoomRecords records;

  RoomsDatabase() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    try {
      postgres = EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    source.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
    source.setMaximumPoolSize(20);
    ServersMigration.migrate(source);
    sql = JdbcClient.create(source);
    records = records(oldKey);
  }

  /// As a process has them that was given a ring.
  RoomRecords records(String ring) {
    return RoomRecords.of(
        sql,
        new TransactionTemplate(new JdbcTransactionManager(source)),
        KeyRing.parse(ring),
        meters);
  }

  String url() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  /// A room's name that nobody has used.
  RoomId room() {
    return new RoomId("room-" + serial.incrementAndGet());
  }

  /// An open room with its host and one guest, and no round.
  static RoomState state(RoomId id, long seq) {
    var members = new TreeMap<MemberId, Member>();
    members.put(HOST, new Member(HOST, "Ann", "a:ann", Role.PLAYER, Role.PLAYER, START, null));
    members.put(GUEST, new Member(GUEST, "Bob 🎲", "g:2", Role.PLAYER, Role.MASTER, START, START));
    return new RoomState(
        id,
        "Friday",
        "top10",
        RoomSettings.usual(),
        seq,
        null,
        HOST,
        members,
        new TreeMap<>(Map.of(new MemberId("v-00000009"), "Zoe")),
        List.of("g:9", "a:9"),
        new TreeMap<>(Map.of("g:8", START)),
        null,
        0,
        List.of(),
        new TreeMap<>(Map.of(HOST, 4)),
        START,
        START);
  }

  static RoomState with(
      RoomState room, Map<MemberId, Member> members, @Nullable Round round, @Nullable String over) {
    return new RoomState(
        room.id(),
        room.name(),
        room.game(),
        room.settings(),
        room.seq(),
        over,
        room.host(),
        new TreeMap<>(members),
        room.names(),
        room.barred(),
        room.muted(),
        round,
        round == null ? room.rounds() : round.number(),
        room.past(),
        room.totals(),
        room.createdAt(),
        room.activeAt());
  }

  /// A round whose cards nobody but the room may know.
  static Round round(int number, int value) {
    var cards =
        List.of(
            new Top10Table.Card(
                "00ab", HOST, value, true, new TreeMap<>(Map.of(GUEST, false)), null, null),
            new Top10Table.Card("00cd", GUEST, value + 1, true, new TreeMap<>(), 7, 9));
    return new Round(
        "0123456789",
        number,
        "the worst gift",
        START,
        START.plus(Duration.ofHours(1)),
        true,
        new Top10Table(cards));
  }

  /// An event of the room's own kind for its last numbers.
  static List<RoomEvent> events(RoomState after, RoomEvent.Type... types) {
    var events = new ArrayList<RoomEvent>();
    for (var type : types) {
      var seq = after.seq() - types.length + events.size() + 1;
      var data = new TreeMap<>(Map.of("name", "a \"quoted\" 🂡 name, '{}' and \\ and \u0000"));
      events.add(new RoomEvent(seq, START.plusSeconds(seq), type, HOST, data));
    }
    return events;
  }

  Step step(RoomState after, @Nullable RoomCommand command, RoomEvent.Type... types) {
    return step(after, "q" + serial.incrementAndGet(), HOST, command, types);
  }

  /// @param command null for a clock's
  static Step step(
      RoomState after,
      String request,
      MemberId by,
      @Nullable RoomCommand command,
      RoomEvent.Type... types) {
    return command == null
        ? Step.ofClock(after, events(after, types))
        : new Step(
            after,
            events(after, types),
            new RoomOrder(request, after.id(), by, "a:ann", command),
            new RoomAnswer.Done(after.seq(), true, "made-" + request));
  }

  /// A room that is there, at its first event.
  RoomState opened() {
    var after = state(room(), 1);
    var _ = records.rooms().record(opening(after));
    return after;
  }

  Step opening(RoomState after) {
    return step(
        after,
        new RoomCommand.Open("Friday", "top10", RoomSettings.usual(), "Ann"),
        RoomEvent.Type.OPENED);
  }

  /// What the api writes before a member says it.
  void draft(RoomId room, String id, MemberId author, Instant at) {
    sql.sql("insert into room_messages (room, id, author, body, at) values (?, ?, ?, ?, ?)")
        .params(room.text(), id, author.text(), "body of " + id, Timestamp.from(at))
        .update();
  }

  long count(String from, Object... params) {
    return sql.sql("select count(*) from " + from)
        .params(List.of(params))
        .query(Long.class)
        .single();
  }

  @Override
  public void close() {
    source.close();
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      TimeZone.setDefault(zone);
    }
  }
}
