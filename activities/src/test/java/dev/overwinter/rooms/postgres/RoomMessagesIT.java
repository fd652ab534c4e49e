package dev.overwinter.rooms.postgres;

import static dev.overwinter.rooms.postgres.RoomsDatabase.GUEST;
import static dev.overwinter.rooms.postgres.RoomsDatabase.HOST;
import static dev.overwinter.rooms.postgres.RoomsDatabase.START;
import static dev.overwinter.rooms.postgres.RoomsDatabase.state;
import static dev.overwinter.rooms.postgres.RoomsDatabase.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Recorded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RoomMessagesIT {
  private static RoomsDatabase database;

  @BeforeAll
  static void open() {
    database = new RoomsDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Recorded say(RoomId room, long seq, MemberId by, String message) {
    return database
        .records
        .rooms()
        .record(
            step(
                state(room, seq),
                "say" + seq,
                by,
                new RoomCommand.Say(message),
                RoomEvent.Type.SAID));
  }

  private static Recorded react(RoomId room, long seq, String message, String emoji, boolean add) {
    var command = new RoomCommand.React(message, emoji, add);
    return database
        .records
        .rooms()
        .record(step(state(room, seq), "react" + seq, GUEST, command, RoomEvent.Type.REACTED));
  }

  private static @Nullable Long place(RoomId room, String message) {
    return database
        .sql
        .sql("select seq from room_messages where room = ? and id = ?")
        .params(room.text(), message)
        .query((row, _) -> row.getObject("seq", Long.class))
        .list()
        .getFirst();
  }

  @Test
  void aDraftGetsItsPlaceOnceAndFromItsAuthorAlone() {
    var room = database.opened().id();
    database.draft(room, "m1", GUEST, START);

    assertThat(say(room, 2, HOST, "m1").refusal()).isEqualTo(RoomRefusal.NO_SUCH_MESSAGE);
    assertThat(say(room, 2, GUEST, "m2").refusal()).isEqualTo(RoomRefusal.NO_SUCH_MESSAGE);
    assertThat(place(room, "m1")).isNull();
    assertThat(say(room, 2, GUEST, "m1")).isEqualTo(Recorded.WRITTEN);
    assertThat(place(room, "m1")).isEqualTo(2);
    assertThat(say(room, 3, GUEST, "m1").refusal())
        .as("it was said")
        .isEqualTo(RoomRefusal.NO_SUCH_MESSAGE);
    assertThat(place(room, "m1")).isEqualTo(2);
  }

  @Test
  void whatIsRefusedLeavesNothing() {
    var room = database.opened().id();
    var before = database.count("room_events where room = ?", room.text());

    assertThat(say(room, 2, GUEST, "none").refusal()).isEqualTo(RoomRefusal.NO_SUCH_MESSAGE);
    assertThat(react(room, 2, "none", "👍", true).refusal()).isEqualTo(RoomRefusal.NO_SUCH_MESSAGE);

    assertThat(database.count("room_events where room = ?", room.text())).isEqualTo(before);
    assertThat(database.count("rooms where id = ? and seq = 1", room.text())).isOne();
    assertThat(database.records.rooms().load(room).lately()).hasSize(1);
  }

  @Test
  @Tag("ROOM-06")
  void nobodyReactsToADraftOrToAMessageOfAnotherRoom() {
    var room = database.opened().id();
    var other = database.opened().id();
    database.draft(room, "m1", HOST, START);
    assertThat(react(room, 2, "m1", "👍", true).refusal()).isEqualTo(RoomRefusal.NO_SUCH_MESSAGE);

    assertThat(say(room, 2, HOST, "m1")).isEqualTo(Recorded.WRITTEN);
    assertThat(react(other, 2, "m1", "👍", true).refusal()).isEqualTo(RoomRefusal.NO_SUCH_MESSAGE);
    assertThat(react(room, 3, "m1", "👍", true)).isEqualTo(Recorded.WRITTEN);
  }

  @Test
  @Tag("ROOM-14")
  void anyEmojiIsKeptOnceAndTakenBackAlone() {
    var room = database.opened().id();
    database.draft(room, "m1", HOST, START);
    var _ = say(room, 2, HOST, "m1");
    for (var emoji : new String[] {":", "::", "👨‍👩‍👧‍👦", "a:b", "👍", "👍"}) {
      var last = database.count("room_events where room = ?", room.text());
      assertThat(react(room, last + 1, "m1", emoji, true)).isEqualTo(Recorded.WRITTEN);
    }
    assertThat(database.count("room_reactions where room = ?", room.text())).isEqualTo(5);

    var last = database.count("room_events where room = ?", room.text());
    assertThat(react(room, last + 1, "m1", ":", false)).isEqualTo(Recorded.WRITTEN);
    assertThat(database.count("room_reactions where room = ? and emoji = ':'", room.text()))
        .isZero();
    assertThat(database.count("room_reactions where room = ?", room.text())).isEqualTo(4);
  }

  @Test
  @Tag("ROOM-28")
  void nobodyFillsAPageWithReactions() {
    var room = database.opened().id();
    database.draft(room, "m1", HOST, START);
    var _ = say(room, 2, HOST, "m1");
    for (var one = 0; one < 20; one++) {
      assertThat(react(room, 3 + one, "m1", "e" + one, true)).isEqualTo(Recorded.WRITTEN);
    }
    assertThat(react(room, 23, "m1", "one more", true).refusal()).isEqualTo(RoomRefusal.FULL);
    assertThat(react(room, 23, "m1", "e7", true)).as("it is there").isEqualTo(Recorded.WRITTEN);
    assertThat(react(room, 24, "m1", "e7", false)).isEqualTo(Recorded.WRITTEN);
  }
}
