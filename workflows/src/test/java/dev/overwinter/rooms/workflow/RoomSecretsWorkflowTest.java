package dev.overwinter.rooms.workflow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.durable.SealedPayloads;
import dev.overwinter.rooms.Role;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.Rooms;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.EventType;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who reads a room's history in Temporal reads nothing of it.
final class RoomSecretsWorkflowTest {
  private static final String CANARY = "canary-7f3k";

  @Test
  @Tag("ROOM-02")
  void aHistoryHoldsNothingThatWasSaidDealtOrDone() {
    try (var world = new RoomWorld()) {
      world.open(RoomSettings.usual(), "Bob", CANARY);
      world.must("Ann", new RoomCommand.Wish(Rooms.id("Bob"), Role.MASTER));
      world.must("Ann", new RoomCommand.Start(CANARY + " topic", null));
      // The whole step is the input of an activity then, and its failure is in the history, too.
      world.rooms.away(4);
      world.must(CANARY, RoomWorld.move("peek", world.card(CANARY), "true"));
      world.must("Bob", RoomWorld.move("score", world.card(CANARY), "7"));
      world.must("Ann", new RoomCommand.Close());
      world.awaitEnd();

      var bytes = new String(world.history().getHistory().toByteArray(), ISO_8859_1);
      assertThat(world.count(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)).isPositive();
      for (var secret :
          List.of(
              CANARY,
              "PostgreSQL is away",
              "peeked",
              "\"value\"",
              "faceDown",
              "holder",
              Rooms.id("Bob").text(),
              world.rooms.state().past().getFirst().id())) {
        assertThat(bytes.contains(secret)).as(secret).isFalse();
      }
      assertThat(bytes).contains("binary/encrypted");
      assertThat(opened(world)).contains(CANARY + " topic");
    }
  }

  /// What the orders of a history say to who has the key: so there was something to find.
  private static String opened(RoomWorld world) {
    var text = new StringBuilder();
    for (var event : world.history().getHistory().getEventsList()) {
      if (event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED) {
        var sealed =
            event
                .getWorkflowExecutionUpdateAcceptedEventAttributes()
                .getAcceptedRequest()
                .getInput()
                .getArgs()
                .getPayloadsList();
        for (Payload payload : new SealedPayloads(RoomWorld.KEYS).decode(sealed)) {
          text.append(payload.getData().toString(UTF_8));
        }
      }
    }
    return text.toString();
  }
}
