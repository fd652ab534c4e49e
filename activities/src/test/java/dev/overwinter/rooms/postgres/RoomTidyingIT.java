package dev.overwinter.rooms.postgres;

import static dev.overwinter.rooms.postgres.RoomsDatabase.HOST;
import static dev.overwinter.rooms.postgres.RoomsDatabase.START;
import static dev.overwinter.rooms.postgres.RoomsDatabase.state;
import static dev.overwinter.rooms.postgres.RoomsDatabase.step;
import static dev.overwinter.rooms.postgres.RoomsDatabase.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.durable.KeyRing;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomState;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RoomTidyingIT {
  private RoomsDatabase database;

  @BeforeEach
  void open() {
    database = new RoomsDatabase();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void say(RoomId room, long seq, String message, Instant at) {
    database.draft(room, message, HOST, at);
    var _ =
        database
            .records
            .rooms()
            .record(
                step(
                    state(room, seq),
                    "say" + seq,
                    HOST,
                    new RoomCommand.Say(message),
                    RoomEvent.Type.SAID));
  }

  @Test
  void draftsThatWereNeverSaidAndMessagesOfLastSeasonAreForgotten() {
    var room = database.opened().id();
    database.draft(room, "typed", HOST, START.minus(Duration.ofMinutes(61)));
    database.draft(room, "typing", HOST, START.minus(Duration.ofMinutes(59)));
    say(room, 2, "old", START.minus(Duration.ofDays(91)));
    say(room, 3, "fresh", START.minus(Duration.ofDays(89)));
    var _ =
        database
            .records
            .rooms()
            .record(
                database.step(
                    state(room, 4),
                    new RoomCommand.React("old", "👍", true),
                    RoomEvent.Type.REACTED));

    var tidied = database.records.tidying().tidy(START);

    assertThat(tidied.drafts()).isOne();
    assertThat(tidied.messages()).isOne();
    assertThat(database.sql.sql("select id from room_messages").query(String.class).list())
        .containsExactlyInAnyOrder("typing", "fresh");
    assertThat(database.count("room_reactions")).isZero();
    assertThat(database.records.tidying().tidy(START).messages()).isZero();
  }

  @Test
  void ofARoomThatIsOverOnlyWhatItWasIsLeftAfterAWeek() {
    var opened = database.opened();
    var open = database.opened().id();
    var over = with(state(opened.id(), 2), opened.members(), null, "retired");
    var _ = database.records.rooms().record(database.step(over, null, RoomEvent.Type.OVER));

    var _ = database.records.tidying().tidy(START.plus(Duration.ofDays(7)));
    assertThat(database.count("room_events where room = ?", opened.id().text())).isEqualTo(2);
    var later = START.plus(Duration.ofDays(7)).plusSeconds(3);
    assertThat(database.records.tidying().tidy(later).events()).isEqualTo(2);
    assertThat(database.count("room_events where room = ?", open.text())).isOne();
    assertThat(database.records.rooms().load(opened.id()).state()).isEqualTo(over);
  }

  @Test
  void aRoomKeepsItsLastFiveThousandEvents() {
    var room = database.opened().id();
    database
        .sql
        .sql(
            """
            insert into room_events (room, seq, at, type, data)
            select ?, seq, ?, 'host', '{}' from generate_series(2, 5010) seq
            """)
        .params(room.text(), Timestamp.from(START))
        .update();
    database.sql.sql("update rooms set seq = 5010 where id = ?").param(room.text()).update();

    assertThat(database.records.tidying().tidy(START).events()).isEqualTo(10);
    assertThat(
            database
                .sql
                .sql("select min(seq) from room_events where room = ?")
                .param(room.text())
                .query(Long.class)
                .single())
        .isEqualTo(11);
  }

  @Test
  void answersAreForgottenAfterAWeek() {
    var room = database.opened().id();
    var _ = database.records.tidying().tidy(START.plus(Duration.ofDays(7)));
    assertThat(database.records.rooms().load(room).lately()).hasSize(1);
    var _ = database.records.tidying().tidy(START.plus(Duration.ofDays(8)));
    assertThat(database.records.rooms().load(room).lately()).isEmpty();
  }

  @Test
  void whereAProcessOfTheApiHasDiedNobodyIsPresentAnyMore() {
    assertThat(database.records.tidying().tidy(START).presences()).isZero();
    // As the api makes them.
    database
        .sql
        .sql("create table api_processes (id text primary key, until timestamptz not null)")
        .update();
    database
        .sql
        .sql(
            """
            create table room_presence (room text, member text, process text, sockets integer,
              primary key (room, member, process))
            """)
        .update();
    database
        .sql
        .sql("insert into api_processes values ('lives', ?), ('died', ?)")
        .params(
            Timestamp.from(START.plusSeconds(20)),
            Timestamp.from(START.minus(Duration.ofMinutes(11))))
        .update();
    database
        .sql
        .sql(
            """
            insert into room_presence values ('r', 'm', 'lives', 1), ('r', 'm', 'died', 2),
              ('r', 'n', 'unheard', 1)
            """)
        .update();

    assertThat(database.records.tidying().tidy(START).presences()).isEqualTo(2);
    assertThat(database.sql.sql("select process from room_presence").query(String.class).list())
        .containsExactly("lives");
    assertThat(database.count("api_processes")).isOne();
  }

  @Test
  void whatIsUnderAnOlderKeyIsSealedAnewUntilNobodyNeedsThatKey() {
    var rooms = new ArrayList<RoomState>();
    for (var one = 0; one < 450; one++) {
      rooms.add(database.opened());
    }
    var lost = rooms.removeFirst();
    database
        .sql
        .sql("update rooms set state = 'ring:lost:' || split_part(state, ':', 3) where id = ?")
        .param(lost.id().text())
        .update();
    var newKey = KeyRing.draw("2026-12");
    var rotated = database.records(newKey + "\n" + database.oldKey);

    assertThat(rotated.tidying().tidy(START).resealed()).isEqualTo(449);
    assertThat(database.count("rooms where starts_with(state, 'ring:2026-12:')")).isEqualTo(449);
    assertThat(rotated.tidying().tidy(START).resealed()).as("once is enough").isZero();

    var later = database.records(newKey).rooms();
    assertThat(rooms).allSatisfy(room -> assertThat(later.load(room.id()).state()).isEqualTo(room));
  }
}
