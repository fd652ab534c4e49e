package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.benchmarks.rooms.play.Answer;
import dev.overwinter.lab.benchmarks.rooms.play.RoomCaller;
import dev.overwinter.lab.benchmarks.rooms.play.RoomPlayer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two api processes, and the members of one room on both.
@Timeout(240)
final class RoomsApisAcceptanceTest {
  private final Stage stage = Stage.get();
  private final SecondApi second = second();
  private final List<RoomPlayer> people = new ArrayList<>();

  private SecondApi second() {
    try {
      return SecondApi.start(stage, "Asia/Tokyo");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void end() {
    people.forEach(RoomPlayer::close);
    second.close();
  }

  private RoomPlayer kept(RoomPlayer one) {
    people.add(one);
    return one;
  }

  private static RoomCaller at(URI... apis) {
    return RoomCaller.stranger(List.of(apis)).keeping();
  }

  /// Whether somebody was there when the room last told who is.
  private static boolean isHere(RoomPlayer who, RoomPlayer asked) {
    return asked.log().others().reversed().stream()
        .filter(frame -> frame.has("online"))
        .findFirst()
        .stream()
        .flatMap(frame -> StreamSupport.stream(frame.path("online").spliterator(), false))
        .anyMatch(member -> member.asText().equals(who.id()));
  }

  private static void awaitHere(RoomPlayer who, boolean here, RoomPlayer asked, int atMost) {
    Awaitility.await(who.name() + " is " + (here ? "here" : "gone"))
        .atMost(seconds(atMost))
        .until(() -> isHere(who, asked) == here);
  }

  @Test
  @Tag("ROOM-17")
  @Tag("ROOM-18")
  @Tag("ROOM-19")
  void membersOfOneRoomSitOnBothAndOneOfThemDies() throws Exception {
    var here = stage.platform().api();
    var there = second.url();
    var wish = RoomPlayer.object().put("name", "Two houses").put("game", "top10");
    var host = kept(RoomPlayer.opens(at(here), "Ann", wish));
    // Ends with the process that they asked, and has no other to go to.
    var stays = kept(RoomPlayer.joins(at(there), host.room(), "Bob"));
    // Goes where somebody answers.
    var moves = kept(RoomPlayer.joins(at(there, here), host.room(), "Cleo"));
    assertThat(host.start("").ok()).isTrue();
    for (var one : List.of(stays, moves)) {
      assertThat(one.say("from " + one.name()).ok()).isTrue();
      var card = one.card(one.id()).orElseThrow().path("id").asText();
      assertThat(one.move("flip", card, "false").ok()).isTrue();
    }
    var truth = host.truth();
    for (var one : people) {
      assertThat(one.differences(truth, seconds(20))).isEmpty();
    }
    awaitHere(stays, true, host, 20);
    awaitHere(moves, true, host, 20);

    second.kill();

    assertThat(host.say("anybody?").ok()).isTrue();
    assertThat(moves.say("I am").ok()).as("over the other one").isTrue();
    awaitHere(stays, false, host, 35);
    assertThat(isHere(moves, host)).isTrue();
    var after = host.truth();
    assertThat(moves.differences(after, seconds(20))).isEmpty();
    assertThat(host.differences(after, seconds(20))).isEmpty();
    assertThat(moves.log().hellos()).isEqualTo(2);
    // Who comes back from elsewhere is the same member, and knows the same.
    var back = kept(stays.tab(here));
    assertThat(back.differences(after, seconds(20))).isEmpty();
    awaitHere(stays, true, host, 20);
  }

  @Test
  @Tag("ROOM-04")
  void aHundredStartsThroughBothAreOneRoundOrOneAfterTheOther() throws Exception {
    var apis = List.of(stage.platform().api(), second.url());
    var wish = RoomPlayer.object().put("name", "Rush").put("game", "top10");
    var host = kept(RoomPlayer.opens(at(apis.getFirst()), "Ann", wish));
    kept(RoomPlayer.joins(at(apis.getLast()), host.room(), "Bob"));
    var tabs = List.of(host, kept(host.tab(apis.getLast())));
    var same = new ArrayList<Callable<Answer>>();
    var own = new ArrayList<Callable<Answer>>();
    for (int nth = 0; nth < 50; nth++) {
      var tab = tabs.get(nth % 2);
      same.add(() -> tab.order("POST", "/rounds", RoomPlayer.object(), "the-one-key"));
      own.add(() -> tab.start(""));
    }
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var rounds = new ArrayList<String>();
      for (var answer : pool.invokeAll(same)) {
        assertThat(answer.get().ok()).as(answer.get().toString()).isTrue();
        rounds.add(answer.get().body().path("made").asText());
      }
      assertThat(rounds).hasSize(50).containsOnly(rounds.getFirst());
      rounds.clear();
      for (var answer : pool.invokeAll(own)) {
        assertThat(answer.get().ok()).as(answer.get().toString()).isTrue();
        rounds.add(answer.get().body().path("made").asText());
      }
      assertThat(rounds).doesNotHaveDuplicates();
    }
    var truth = host.truth();
    assertThat(truth.stream().filter(event -> event.type().equals("round_started")).toList())
        .hasSize(51);
    assertThat(host.view().path("round").path("table").path("cards")).hasSize(2);
    for (var one : people) {
      assertThat(one.differences(truth, seconds(20))).isEmpty();
    }
  }
}
