package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.lab.benchmarks.rooms.play.Answer;
import dev.overwinter.lab.benchmarks.rooms.play.RoomCaller;
import dev.overwinter.lab.benchmarks.rooms.play.RoomEvent;
import dev.overwinter.lab.benchmarks.rooms.play.RoomPlayer;
import dev.overwinter.lab.launcher.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// kill -9 in the middle of rounds: several rooms play the same script, each a step behind the
/// next, so that one kill meets many of its steps. What was accepted is there once, rounds end when
/// they were to end, and everybody knows their room.
@Timeout(180)
final class RoomsKillAcceptanceTest {
  private static final int ROOMS = 4;

  private final Stage stage = Stage.get();
  private final List<RoomPlayer> people = new ArrayList<>();

  @AfterEach
  void restore() {
    people.forEach(RoomPlayer::close);
    stage.awaitHealthy();
  }

  /// A room in which a round is played.
  ///
  /// @param accepted how many commands were accepted that changed something, by the event that each
  ///   is
  private record Played(
      RoomPlayer host, List<RoomPlayer> members, TreeMap<String, Integer> accepted) {

    Played(RoomPlayer host, List<RoomPlayer> members) {
      this(host, members, new TreeMap<>());
    }

    void note(String type, Answer answer) {
      assertThat(answer.ok()).as(answer.toString()).isTrue();
      if (answer.body().path("changed").booleanValue()) {
        accepted.merge(type, 1, Integer::sum);
      }
    }

    /// A round of which nothing is a repetition of anything, so that every command changes
    /// something.
    Played play(int behind) {
      note("next_role", host.next(host.id(), "MASTER"));
      for (int nth = 0; nth < behind; nth++) {
        note("said", host.say("wait " + nth));
      }
      note("round_started", host.start(""));
      var table = host.view().path("round").path("table").path("cards");
      for (JsonNode card : table) {
        var id = card.path("id").asText();
        var owner =
            members.stream()
                .filter(one -> one.id().equals(card.path("player").asText()))
                .findFirst()
                .orElseThrow();
        note("played", owner.move("peek", id, "true"));
        var said = owner.say("mine is " + id);
        note("said", said);
        note("reacted", host.react(said.body().path("made").asText(), "👀", true));
        note("played", host.move("score", id, "5"));
        note("played", owner.move("flip", id, "false"));
      }
      note("round_ended", host.finish());
      return this;
    }
  }

  private Played opens(int nth, int seconds) {
    var wish = RoomPlayer.object().put("name", "Room " + nth).put("game", "top10");
    wish.putObject("settings").put("round_seconds", seconds);
    var apis = List.of(stage.platform().api());
    var host = RoomPlayer.opens(RoomCaller.stranger(apis).keeping(), "Host", wish);
    var members = new ArrayList<RoomPlayer>(List.of(host));
    for (var name : List.of("Ann", "Bob", "Cleo")) {
      members.add(RoomPlayer.joins(RoomCaller.stranger(apis).keeping(), host.room(), name));
    }
    people.addAll(members);
    return new Played(host, members);
  }

  @ParameterizedTest
  @EnumSource(names = {"WORKER", "API", "TEMPORAL", "POSTGRES"})
  @Tag("ROOM-17")
  @Tag("ROOM-25")
  void whatWasAcceptedIsThereOnceAndEverybodyKnowsIt(Part victim) throws Exception {
    var rooms = new ArrayList<Played>();
    for (int nth = 0; nth < ROOMS; nth++) {
      rooms.add(opens(nth, 3600));
    }
    int afterMillis = Luck.of("rooms and " + victim).nextInt(1500);
    System.err.println(victim + " is killed after " + afterMillis + " ms");
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var killed =
          CompletableFuture.runAsync(
              () -> stage.kill(victim),
              CompletableFuture.delayedExecutor(afterMillis, TimeUnit.MILLISECONDS, pool));
      var playing = new ArrayList<Callable<Played>>();
      for (var room : rooms) {
        int behind = playing.size();
        playing.add(() -> room.play(behind));
      }
      for (var played : pool.invokeAll(playing)) {
        var _ = played.get();
      }
      killed.join();
    }
    stage.awaitHealthy();
    rooms.forEach(RoomsKillAcceptanceTest::assertThereOnce);
  }

  @Test
  @Tag("ROOM-24")
  void aRoundEndsAtItsTimeThoughEverythingThatKnowsOfItDies() {
    var room = opens(0, 12);
    assertThat(room.host().start("").ok()).isTrue();
    var due =
        Instant.parse(room.host().log().hear(seconds(20), heard("round_started")).data("ends_at"));
    for (var victim : List.of(Part.WORKER, Part.TEMPORAL, Part.POSTGRES, Part.API)) {
      stage.kill(victim);
    }
    stage.awaitHealthy();
    var possible = Instant.now().isAfter(due) ? Instant.now() : due;
    var ended = room.host().log().hear(seconds(40), heard("round_ended"));
    assertThat(ended.data("why")).isEqualTo("expired");
    assertThat(Instant.parse(ended.frame().path("at").asText())).isAfterOrEqualTo(due);
    assertThat(Instant.now()).isBefore(possible.plusSeconds(3));
    for (var one : room.members()) {
      assertThat(one.differences(room.host().truth(), seconds(30))).isEmpty();
    }
    assertThat(room.host().truth().stream().filter(heard("round_ended"))).hasSize(1);
  }

  private static Predicate<RoomEvent> heard(String type) {
    return event -> event.type().equals(type);
  }

  private static void assertThereOnce(Played room) {
    var truth = room.host().truth();
    assertThat(truth.stream().map(RoomEvent::seq).toList())
        .as("without gaps")
        .isEqualTo(LongStream.rangeClosed(1, truth.size()).boxed().toList());
    var happened = new TreeMap<String, Integer>();
    truth.forEach(event -> happened.merge(event.type(), 1, Integer::sum));
    assertThat(happened).containsAllEntriesOf(room.accepted());
    assertThat(room.accepted())
        .containsEntry("round_started", 1)
        .containsEntry("played", 9)
        .containsEntry("reacted", 3)
        .containsEntry("round_ended", 1);
    assertThat(room.host().messages().stream().map(one -> one.path("body").asText()).toList())
        .hasSize(room.accepted().getOrDefault("said", 0))
        .doesNotHaveDuplicates();
    for (var one : room.members()) {
      assertThat(one.differences(truth, seconds(30))).isEmpty();
    }
  }
}
