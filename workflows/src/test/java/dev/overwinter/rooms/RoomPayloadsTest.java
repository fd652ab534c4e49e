package dev.overwinter.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.overwinter.durable.Payloads;
import dev.overwinter.rooms.workflow.RoomRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is kept is read as it was written.
final class RoomPayloadsTest {
  private final Rooms room = Rooms.ofAnn().join("Bob", "Cleo").wish("Ann", Role.MASTER).start();

  private static <T> T again(T value, Class<T> type) throws JsonProcessingException {
    var mapper = Payloads.mapper();
    return mapper.readValue(mapper.writeValueAsString(value), type);
  }

  @Test
  void aRoomOfEveryKindOfThing() throws JsonProcessingException {
    room.play("Bob", "peek", "Bob", true);
    room.play("Ann", "score", "Bob", 3);
    room.must("Ann", new RoomCommand.Mute(Rooms.id("Bob"), room.now().plusSeconds(9)));
    room.start();
    room.must("Ann", new RoomCommand.Kick(Rooms.id("Cleo")));
    var state = room.state();

    assertThat(again(state, RoomState.class)).isEqualTo(state);
    var run = new RoomRun(Rooms.ID, state, Map.of("r", new RoomAnswer.Done(3, true, "x")), 5);
    assertThat(again(run, RoomRun.class)).isEqualTo(run);
  }

  @Test
  void everyOrder() throws JsonProcessingException {
    var bob = Rooms.id("Bob");
    for (var command :
        List.of(
            new RoomCommand.Open("n", "top10", RoomSettings.older(), null),
            new RoomCommand.Join("n"),
            new RoomCommand.Leave(),
            new RoomCommand.Kick(bob),
            new RoomCommand.Mute(bob, null),
            new RoomCommand.Wish(bob, Role.MASTER),
            new RoomCommand.HandOver(bob),
            new RoomCommand.TakeHost(bob),
            new RoomCommand.Start("t", List.of("a")),
            new RoomCommand.Finish(),
            room.move("peek", "abcd", "true"),
            new RoomCommand.Say("m"),
            new RoomCommand.React("m", "👍", true),
            new RoomCommand.Configure(null, "top10", ChangedSettings.all(RoomSettings.usual())),
            new RoomCommand.AddBot(),
            new RoomCommand.Close())) {
      var order = Rooms.order("r", "Ann", command);
      assertThat(again(order, RoomOrder.class)).isEqualTo(order);
    }
  }

  @Test
  void everyEventAndAnswer() throws JsonProcessingException {
    for (var event : room.events()) {
      assertThat(again(event, RoomEvent.class)).isEqualTo(event);
    }
    RoomAnswer refused = new RoomAnswer.Refused(RoomRefusal.FULL, "full");
    assertThat(again(refused, RoomAnswer.class)).isEqualTo(refused);
  }

  @Test
  void aViewSaysWhichGameItIsOf() throws JsonProcessingException {
    var view = Payloads.mapper().valueToTree(room.view("Bob"));

    assertThat(view.at("/round/table/game").asText()).isEqualTo("top10");
    assertThat(view.at("/round/table/cards/0/value").isNull()).isTrue();
    assertThat(again(room.view("Bob"), RoomView.class)).isEqualTo(room.view("Bob"));
  }
}
