package dev.overwinter.rooms.postgres;

import static dev.overwinter.rooms.postgres.RoomsDatabase.GUEST;
import static dev.overwinter.rooms.postgres.RoomsDatabase.HOST;
import static dev.overwinter.rooms.postgres.RoomsDatabase.START;
import static dev.overwinter.rooms.postgres.RoomsDatabase.round;
import static dev.overwinter.rooms.postgres.RoomsDatabase.state;
import static dev.overwinter.rooms.postgres.RoomsDatabase.step;
import static dev.overwinter.rooms.postgres.RoomsDatabase.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.durable.KeyRing;
import dev.overwinter.rooms.Member;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.Role;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Kept;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Recorded;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

final class RoomRecordsIT {
  private static RoomsDatabase database;

  @BeforeAll
  static void open() {
    database = new RoomsDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static RoomState kept(RoomId room) {
    return Objects.requireNonNull(database.records.rooms().load(room).state());
  }

  private static long seq(RoomId room) {
    return database
        .sql
        .sql("select seq from rooms where id = ?")
        .param(room.text())
        .query(Long.class)
        .single();
  }

  @Test
  void whatWasKeptIsReadAgainToTheLastField() {
    var opened = database.opened();
    var seated = with(state(opened.id(), 3), opened.members(), round(1, 4), null);
    var recorded =
        database
            .records
            .rooms()
            .record(
                database.step(
                    seated,
                    new RoomCommand.Start(null, null),
                    RoomEvent.Type.NEXT_ROLE,
                    RoomEvent.Type.ROUND_STARTED));

    assertThat(recorded).isEqualTo(Recorded.WRITTEN);
    assertThat(kept(opened.id())).isEqualTo(seated);
    assertThat(database.records.rooms().load(new RoomId("nobodys")))
        .isEqualTo(new Kept(null, Map.of()));
  }

  @Test
  @Tag("ROOM-02")
  void nothingOfARoundIsReadableInAnyRow() {
    var opened = database.opened();
    var _ =
        database
            .records
            .rooms()
            .record(
                database.step(
                    with(state(opened.id(), 2), opened.members(), round(1, 4), null),
                    new RoomCommand.Start(null, null),
                    RoomEvent.Type.ROUND_STARTED));

    var rows = new ArrayList<String>();
    for (var table :
        List.of("rooms", "room_members", "room_events", "room_requests", "room_messages")) {
      rows.addAll(
          database
              .sql
              .sql("select row_to_json(row)::text from " + table + " row")
              .query(String.class)
              .list());
    }
    assertThat(rows).noneMatch(row -> row.contains("00ab") || row.contains("faceDown"));
    assertThat(
            database
                .sql
                .sql("select state from rooms where id = ?")
                .param(opened.id().text())
                .query(String.class)
                .single())
        .startsWith("ring:2026-11:");
  }

  @Test
  void aStateIsSealedAboutItsRoomAndOpensInNoOther() {
    var one = database.opened().id();
    var other = database.opened().id();
    database
        .sql
        .sql("update rooms set state = (select state from rooms where id = ?) where id = ?")
        .params(one.text(), other.text())
        .update();

    assertThatThrownBy(() -> kept(other)).isInstanceOf(IllegalArgumentException.class);
    assertThat(kept(one).id()).isEqualTo(one);
  }

  @Test
  void afterAKeyIsRotatedOldRowsOpenAndNewOnesAreUnderTheNewKey() {
    var room = database.opened();
    var newKey = KeyRing.draw("2026-12");
    var rotated = database.records(newKey + "\n" + database.oldKey).rooms();

    assertThat(rotated.load(room.id()).state()).isEqualTo(room);
    var _ = rotated.record(database.step(state(room.id(), 2), null, RoomEvent.Type.ROUND_ENDED));
    assertThat(
            database.count("rooms where id = ? and state like 'ring:2026-12:%'", room.id().text()))
        .isOne();
    // Who has not heard of the new key says which one is missing, and nothing else.
    assertThatThrownBy(() -> kept(room.id())).hasMessageContaining("2026-12");
  }

  @Test
  @Tag("ROOM-25")
  void aStepThatIsThereAlreadyIsAnsweredWithWhatIsThereAndNothingIsWritten() {
    var opened = database.opened();
    var room = opened.id();
    var dealt = with(state(room, 2), opened.members(), round(1, 4), null);
    var first =
        step(dealt, "deal", HOST, new RoomCommand.Start(null, null), RoomEvent.Type.ROUND_STARTED);
    assertThat(database.records.rooms().record(first)).isEqualTo(Recorded.WRITTEN);

    // The worker died before Temporal heard of it: another draw, and more events.
    var again = with(state(room, 3), opened.members(), round(1, 8), null);
    var late =
        step(
            again,
            "deal",
            HOST,
            new RoomCommand.Start(null, null),
            RoomEvent.Type.MUTED,
            RoomEvent.Type.MUTED);
    var recorded = database.records.rooms().record(late);

    assertThat(recorded.refusal()).isNull();
    var instead = Objects.requireNonNull(recorded.instead());
    assertThat(instead.state()).isEqualTo(dealt);
    assertThat(instead.lately()).containsEntry("deal", first.answer());
    assertThat(seq(room)).isEqualTo(2);
    assertThat(database.count("room_events where room = ?", room.text())).isEqualTo(2);
    assertThat(database.records.rooms().record(first).instead()).isEqualTo(instead);
  }

  @Test
  void requestsAreRememberedOldestFirst() {
    var room = database.opened().id();
    for (var seq = 2; seq <= 505; seq++) {
      var _ =
          database
              .records
              .rooms()
              .record(
                  step(
                      state(room, seq),
                      "r" + seq,
                      HOST,
                      new RoomCommand.Finish(),
                      RoomEvent.Type.HOST));
    }

    var lately = database.records.rooms().load(room).lately();
    assertThat(lately).hasSize(500);
    assertThat(lately.keySet()).startsWith("r6", "r7").endsWith("r504", "r505");
    assertThat(lately).containsEntry("r9", new RoomAnswer.Done(9, true, "made-r9"));
  }

  @Test
  @Tag("ROOM-25")
  void aRequestThatWasAnsweredBefore500OthersIsAnsweredAgainAndNothingIsWritten() {
    var room = database.opened().id();
    var first = step(state(room, 2), "old", HOST, new RoomCommand.Finish(), RoomEvent.Type.HOST);
    assertThat(database.records.rooms().record(first)).isEqualTo(Recorded.WRITTEN);

    var again = step(state(room, 3), "old", HOST, new RoomCommand.Finish(), RoomEvent.Type.HOST);

    assertThat(database.records.rooms().record(again))
        .isEqualTo(Recorded.answered(Objects.requireNonNull(first.answer())));
    assertThat(seq(room)).isEqualTo(2);
    var elsewhere = database.opened().id();
    var other =
        step(state(elsewhere, 2), "old", HOST, new RoomCommand.Finish(), RoomEvent.Type.HOST);
    assertThat(database.records.rooms().record(other)).isEqualTo(Recorded.WRITTEN);
  }

  @Test
  @Tag("ROOM-25")
  void ofARoomThatIsFurtherThanPostgresWhatIsThereIsTheAnswer() {
    var opened = database.opened();
    var room = opened.id();

    var ahead =
        database
            .records
            .rooms()
            .record(database.step(state(room, 3), null, RoomEvent.Type.ROUND_ENDED));

    assertThat(Objects.requireNonNull(ahead.instead()).state()).isEqualTo(opened);
    assertThat(
            database
                .records
                .rooms()
                .record(database.step(state(database.room(), 2), null, RoomEvent.Type.ROUND_ENDED)))
        .as("none is there at all")
        .isEqualTo(Recorded.instead(new Kept(null, Map.of())));
    assertThat(seq(room)).isOne();
  }

  @Test
  void aStepThatNobodyWouldHearOfIsNoStep() {
    var room = database.opened().id();

    assertThatThrownBy(() -> database.records.rooms().record(database.step(state(room, 2), null)))
        .as("nobody would hear of it")
        .isInstanceOf(IllegalStateException.class);
    assertThat(seq(room)).isOne();
  }

  @Test
  void oneNotificationComesWithEachStepAndNoneWithARepetition() throws SQLException {
    try (var listening = DriverManager.getConnection(database.url());
        var statement = listening.createStatement()) {
      statement.execute("listen room_event");
      var room = database.room();
      var opening = database.opening(state(room, 1));
      var _ = database.records.rooms().record(opening);
      var _ = database.records.rooms().record(opening);
      var _ =
          database
              .records
              .rooms()
              .record(
                  database.step(
                      state(room, 4),
                      new RoomCommand.Finish(),
                      RoomEvent.Type.ROUND_ENDED,
                      RoomEvent.Type.HOST,
                      RoomEvent.Type.ROUND_STARTED));

      var heard = new ArrayList<String>();
      while (heard.size() < 2) {
        var more = listening.unwrap(PGConnection.class).getNotifications(10_000);
        assertThat(more).as("heard only " + heard).isNotEmpty();
        Arrays.stream(more).map(PGNotification::getParameter).forEach(heard::add);
      }
      statement.execute("select 1");
      assertThat(listening.unwrap(PGConnection.class).getNotifications()).isNullOrEmpty();
      assertThat(heard).containsExactly(room.text() + " 1", room.text() + " 4");
    }
  }

  @Test
  void whoIsInARoomIsFoundByTheirHolderUntilTheyHaveLeft() {
    var opened = database.opened();
    var room = opened.id();
    assertThat(members(room))
        .containsExactly(HOST.text() + " a:ann Ann", GUEST.text() + " g:2 Bob 🎲");

    var bot = new MemberId("b-00000001");
    var changed =
        Map.of(
            HOST,
            new Member(HOST, "Anna", "a:ann", Role.PLAYER, Role.PLAYER, START, null),
            bot,
            new Member(bot, "Bot", null, Role.PLAYER, Role.PLAYER, START, null));
    var _ =
        database
            .records
            .rooms()
            .record(
                database.step(
                    with(state(room, 3), changed, null, null),
                    new RoomCommand.Leave(),
                    RoomEvent.Type.LEFT,
                    RoomEvent.Type.JOINED));
    assertThat(members(room))
        .containsExactly(bot.text() + " null Bot", HOST.text() + " a:ann Anna");
    assertThat(database.count("rooms where id = ? and members = 2", room.text())).isOne();
  }

  private static List<String> members(RoomId room) {
    return database
        .sql
        .sql("select * from room_members where room = ? order by member")
        .param(room.text())
        .query((row, _) ->
            row.getString("member") + " " + row.getString("holder") + " " + row.getString("name"))
        .list();
  }

  @Test
  @Tag("ROOM-14")
  void anEventKeepsItsMomentAndEveryTextAsItIs() {
    var room = database.opened().id();
    assertThat(
            database
                .sql
                .sql(
                    """
                    select type, at, by_member, data ->> 'name' as name from room_events
                    where room = ?
                    """)
                .param(room.text())
                .query((row, _) ->
                    List.of(
                        row.getString("type"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("by_member"),
                        row.getString("name")))
                .single())
        .isEqualTo(
            List.of(
                "opened",
                START.plusSeconds(1),
                HOST.text(),
                // PostgreSQL has no character 0.
                "a \"quoted\" 🂡 name, '{}' and \\ and \ufffd"));
  }

  @Test
  void aRoomThatIsOverSaysSinceWhenAndThatItHasNoRound() {
    var opened = database.opened();
    var room = opened.id();
    var playing = with(state(room, 2), opened.members(), round(1, 2), null);
    var _ =
        database.records.rooms().record(database.step(playing, null, RoomEvent.Type.ROUND_STARTED));
    assertThat(database.count("rooms where id = ? and round_ends_at is not null", room.text()))
        .isOne();

    var over = with(state(room, 4), opened.members(), null, "closed");
    var _ =
        database
            .records
            .rooms()
            .record(
                database.step(
                    over,
                    new RoomCommand.Close(),
                    RoomEvent.Type.ROUND_ENDED,
                    RoomEvent.Type.OVER));
    assertThat(
            database.count(
                "rooms where id = ? and over = 'closed' and round_ends_at is null and over_at = ?",
                room.text(),
                java.sql.Timestamp.from(START.plusSeconds(4))))
        .isOne();
  }

  @Test
  @Tag("ROOM-24")
  void roomsThatWereToldToLookStandBeforeNoOthersThatAreOverdue() {
    var rooms = List.of(database.opened().id(), database.opened().id(), database.opened().id());
    var later = START.plus(RoomSettings.usual().retireAfter()).plusSeconds(1);
    var overdue = database.records.overdue();
    var all = overdue.before(later, 1_000, List.of());
    assertThat(all).containsAll(rooms);

    var others = all.stream().filter(room -> !room.equals(rooms.getLast())).toList();

    assertThat(overdue.before(later, 1, others)).containsExactly(rooms.getLast());
    assertThat(overdue.before(START, 1_000, List.of())).doesNotContainAnyElementsOf(rooms);
  }

  @Test
  void ofAHundredWhoOpenTheSameRoomAtOnceOneDoesAndTheOthersAreTold() throws Exception {
    var room = database.room();
    var go = new CountDownLatch(1);
    try (var hands = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<java.util.concurrent.Future<Recorded>>();
      for (var one = 0; one < 100; one++) {
        var opening = database.opening(state(room, 1));
        all.add(
            hands.submit(() -> {
              go.await();
              return untilItWorks(opening);
            }));
      }
      go.countDown();
      var written = 0;
      for (var one : all) {
        written += one.get().equals(Recorded.WRITTEN) ? 1 : 0;
      }
      assertThat(written).isOne();
    }
    assertThat(database.count("room_events where room = ?", room.text())).isOne();
  }

  /// As Temporal repeats an activity.
  private static Recorded untilItWorks(
      dev.overwinter.rooms.workflow.RoomRecordActivities.Step step) {
    while (true) {
      try {
        return database.records.rooms().record(step);
      } catch (org.springframework.dao.DataAccessException again) {
        assertThat(again).isInstanceOf(org.springframework.dao.DuplicateKeyException.class);
      }
    }
  }
}
