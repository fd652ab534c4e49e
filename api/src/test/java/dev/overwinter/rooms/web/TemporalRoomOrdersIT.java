package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.api.TemporalCalls;
import dev.overwinter.durable.SealedPayloads;
import dev.overwinter.platform.Platform;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.RoomSettings;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Orders to real workflows of rooms, on a real server.
class TemporalRoomOrdersIT {
  private static final MemberId ADA = new MemberId("v-0000000000000001");
  private static final MemberId BOB = new MemberId("v-0000000000000002");
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
}
