package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.SealedPayloads;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.Round;
import dev.overwinter.rooms.game.Top10Table;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Orders to real workflows of rooms, on a real server.
class TemporalRoomOrdersIT {
  private static final MemberId ADA = new MemberId("v-0000000000000001");
  private static final MemberId BOB = new MemberId("v-0000000000000002");
  private static final int ROUNDS = 5;
  private static WorkflowServiceStubs service;
  private static RoomOrders orders;

  @BeforeAll
  static void start() {
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(Platform.shared().target()).build());
    var client =
        WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder()
                .setDataConverter(SealedPayloads.converter(Platform.shared().ring()))
                .build());
    orders = new TemporalRoomOrders(new RoomWorkflows(client), new TemporalCalls());
  }

  @AfterAll
  static void stop() {
    service.shutdownNow();
  }

  private static RoomAnswer order(RoomId room, MemberId by, String request, RoomCommand command) {
    return orders.order(new RoomOrder(request, room, by, "g:" + by.text(), command));
  }

  private static RoomAnswer order(RoomId room, MemberId by, RoomCommand command) {
    return order(room, by, UUID.randomUUID().toString(), command);
  }

  private static RoomId room() {
    var room = new RoomId("r" + UUID.randomUUID());
    assertThat(order(room, ADA, new RoomCommand.Open("A", "top10", RoomSettings.usual(), "Ada")))
        .isInstanceOf(RoomAnswer.Done.class);
    assertThat(order(room, BOB, new RoomCommand.Join("Bob"))).isInstanceOf(RoomAnswer.Done.class);
    return room;
  }

  @Test
  void whatARoomRefusesIsAnAnswerWithItsReason() {
    var room = room();
    var refused = order(room, BOB, new RoomCommand.Start(null, null));
    assertThat(refused).isInstanceOf(RoomAnswer.Refused.class);
    assertThat(((RoomAnswer.Refused) refused).refusal()).isEqualTo(RoomRefusal.NOT_HOST);
    assertThat(((RoomAnswer.Refused) refused).reason()).isNotEmpty();
  }

  @Test
  @Tag("ROOM-22")
  void whoFollowsAHostWhoIsHostNoMoreIsToldSo() {
    var room = room();
    var taken = order(room, BOB, "taken", new RoomCommand.TakeHost(ADA));
    assertThat(taken).isInstanceOf(RoomAnswer.Done.class);
    assertThat(order(room, BOB, "taken", new RoomCommand.TakeHost(ADA))).isEqualTo(taken);
    assertThat(order(room, ADA, new RoomCommand.TakeHost(ADA)))
        .isInstanceOfSatisfying(
            RoomAnswer.Refused.class,
            refused -> assertThat(refused.refusal()).isEqualTo(RoomRefusal.HOST_CHANGED));
    assertThat(order(room, BOB, new RoomCommand.Start(null, null)))
        .isInstanceOf(RoomAnswer.Done.class);
  }

  @Test
  @Tag("ROOM-04")
  void aRequestThatComesManyTimesAtOnceIsOneRound() throws Exception {
    var room = room();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(
              IntStream.range(0, 10)
                  .<Callable<RoomAnswer>>mapToObj(
                      _ -> () -> order(room, ADA, "one", new RoomCommand.Start(null, null)))
                  .toList());
      var first = answers.getFirst().get();
      assertThat(first).isInstanceOf(RoomAnswer.Done.class);
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(first);
      }
    }
    assertThat(
            Platform.shared()
                .sql()
                .sql("SELECT count(*) FROM room_events WHERE room = ? AND type = 'round_started'")
                .param(room.text())
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  private static final ObjectMapper JSON = Payloads.mapper();
  private static final String EMOJI = "%F0%9F%91%80";

  /// Somebody without an account, at the shared platform.
  private static RoomStage.Guest guest(String name) {
    var stranger = Platform.shared().stranger();
    var made = stranger.post("/api/guests", "{\"name\":\"%s\"}".formatted(name));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return new RoomStage.Guest(
        made.text("id"),
        name,
        made.text("token"),
        stranger.with("Authorization", "Bearer " + made.text("token")));
  }

  /// Orders until it is over, and counts what was done; who comes too often comes again.
  private static Callable<Integer> storm(
      AtomicBoolean over, AtomicInteger all, Supplier<Http.Answer> order) {
    return () -> {
      int done = 0;
      while (!over.get()) {
        var answer = order.get();
        if (answer.status() != 429) {
          assertThat(answer.status()).as(answer.body()).isBetween(200, 201);
          done++;
          all.incrementAndGet();
        }
      }
      return done;
    };
  }

  private static Callable<Integer> comesAndGoes(
      AtomicBoolean over, String room, RoomStage.Guest who) {
    return () -> {
      int came = 0;
      while (!over.get()) {
        try (var socket =
            new RoomClient(
                Platform.shared().url(),
                "/api/rooms/" + room + "/socket",
                Map.of("Authorization", "Bearer " + who.token()))) {
          socket.next("hello");
          came++;
        }
      }
      return came;
    };
  }

  private static Round round(String room) throws Exception {
    var sealed =
        Platform.shared()
            .sql()
            .sql("SELECT state FROM rooms WHERE id = ?")
            .param(room)
            .query(String.class)
            .single();
    var state = JSON.readValue(Platform.shared().ring().open(room, sealed), RoomState.class);
    return Objects.requireNonNull(state.round());
  }

  /// Everything that a room's members do beside a deal, with rows that are locked, sockets that
  /// come and go, and people who join and leave.
  @Test
  @Tag("ROOM-05")
  void roundsAreDealtWholeInAStormOfTalkReactionsSocketsAndPeopleWhoComeAndGo() throws Exception {
    var ada = guest("Ada");
    var made = ada.http().post("/api/rooms", "{\"name\":\"Storm\"}");
    var room = made.json().path("room").path("id").asText();
    var path = "/api/rooms/" + room;
    var players = List.of(ada, guest("Bob"), guest("Cleo"), guest("Dan"));
    for (var one : players) {
      assertThat(one.http().post(path + "/join", "{}").status()).isEqualTo(200);
    }
    var said = ada.http().post(path + "/messages", "{\"body\":\"first\"}").text("made");
    var over = new AtomicBoolean();
    var all = new AtomicInteger();
    var goes = guest("Eve").http();
    var stays = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var storms = new ArrayList<Future<Integer>>();
      for (var one : players.subList(1, 4)) {
        var http = one.http();
        storms.add(
            threads.submit(
                storm(over, all, () -> http.post(path + "/messages", "{\"body\":\"blah\"}"))));
        var reactions = path + "/messages/" + said + "/reactions?emoji=" + EMOJI;
        var there = new AtomicBoolean();
        storms.add(
            threads.submit(
                storm(
                    over,
                    all,
                    () ->
                        there.getAndSet(!there.get())
                            ? http.delete(reactions)
                            : http.put(reactions, ""))));
        storms.add(threads.submit(comesAndGoes(over, room, one)));
      }
      storms.add(
          threads.submit(
              storm(
                  over,
                  all,
                  () ->
                      goes.post(
                          path + (stays.getAndSet(!stays.get()) ? "/leave" : "/join"), "{}"))));
      for (int nth = 1; nth <= ROUNDS; nth++) {
        int before = all.get();
        await().atMost(Duration.ofSeconds(30)).until(() -> all.get() >= before + 5);
        var dealt = ada.http().post(path + "/rounds", "{}");
        assertThat(dealt.status()).as(dealt.body()).isEqualTo(201);
        var round = round(room);
        assertThat(round.number()).isEqualTo(nth);
        var cards = ((Top10Table) round.table()).cards();
        assertThat(cards)
            .extracting(card -> card.player().text())
            .doesNotHaveDuplicates()
            .containsAll(players.stream().map(RoomStage.Guest::id).toList());
        assertThat(cards)
            .extracting(Top10Table.Card::value)
            .doesNotHaveDuplicates()
            .allMatch(value -> value >= 1 && value <= 10);
      }
      over.set(true);
      for (var storm : storms) {
        assertThat(storm.get()).as("times, each of them").isPositive();
      }
    }
    var events =
        Platform.shared()
            .sql()
            .sql("SELECT type FROM room_events WHERE room = ? ORDER BY seq")
            .param(room)
            .query((row, _) -> row.getString("type"))
            .list();
    assertThat(ada.http().get(path).json().path("view").path("seq").asInt())
        .as("without gaps")
        .isEqualTo(events.size());
    assertThat(Collections.frequency(events, "round_started")).isEqualTo(ROUNDS);
    assertThat(events).contains("said", "reacted", "joined", "left");
  }
}
