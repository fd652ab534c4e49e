package dev.overwinter.servers.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.overwinter.servers.ConsoleDoor;
import dev.overwinter.servers.ConsoleLine;
import dev.overwinter.servers.ConsoleLine.Voice;
import dev.overwinter.servers.TellRequest;
import dev.overwinter.servers.Told;
import dev.overwinter.servers.Untold;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class TellGameWorkflowTest {

  @Test
  void saysItOnceAndShowsWhoTypedItAndWhatWasAnswered() {
    try (var game = new ConsoleWorld(Set.of())) {
      game.answer = () -> new Told.Answered(List.of("There are 2 players:", "bob, carol"));

      assertThat(game.tell("list")).isEqualTo(game.answer.get());

      assertThat(game.said).containsExactly("list");
      assertThat(game.shown)
          .extracting(ConsoleLine::voice, ConsoleLine::by, ConsoleLine::line)
          .containsExactly(
              tuple(Voice.TYPED, "alice", "list"),
              tuple(Voice.ANSWERED, "", "There are 2 players:"),
              tuple(Voice.ANSWERED, "", "bob, carol"));
      assertThat(game.shown).extracting(ConsoleLine::atNanos).doesNotHaveDuplicates();
    }
  }

  @Test
  void aLineThatMayHaveBeenSaidIsNotSaidAgain() {
    try (var game = new ConsoleWorld(Set.of())) {
      game.answer =
          () -> {
            throw new IllegalStateException("killed in the middle");
          };
      assertThat(game.tell("give alice diamond")).isInstanceOf(Told.Unsure.class);
      assertThat(game.said).containsExactly("give alice diamond");
      assertThat(game.shown.getLast().line()).startsWith("perhaps said: ");
    }
  }

  @Test
  void whatNoNodeTakesWasNotSaid() {
    try (var game = new ConsoleWorld(Set.of("local"))) {
      assertThat(game.tell("list"))
          .isEqualTo(new Told.Refused(Untold.NODE_AWAY, "its node does not answer"));
      assertThat(game.shown.getLast().line()).isEqualTo("not said: its node does not answer");
    }
  }

  @Test
  void aGameThatIsNotAwakeIsToldNothing() {
    try (var game = new ConsoleWorld(Set.of())) {
      game.door = new ConsoleDoor.Closed(Untold.NOT_AWAKE, "it is not awake");
      assertThat(game.tell("list"))
          .isEqualTo(new Told.Refused(Untold.NOT_AWAKE, "it is not awake"));
      assertThat(game.said).isEmpty();
      assertThat(game.shown).isEmpty();
    }
  }

  @Test
  void aLineThatLayThereForTooLongIsNotSaidAnyMore() {
    try (var game = new ConsoleWorld(Set.of())) {
      // As when no worker is there: the first task comes long after the start.
      assertThat(
              game.game("r1", Duration.ofMinutes(5))
                  .run(new TellRequest("s1", "stop the raid", "alice", "r1")))
          .isEqualTo(new Told.Refused(Untold.TOO_LATE, "it could not be said within 30 s"));
      assertThat(game.said).isEmpty();
      assertThat(game.shown.getLast().line()).startsWith("not said: ");
    }
  }

  @Test
  @Tag("S-10")
  void twoLinesAreNoLine() {
    try (var game = new ConsoleWorld(Set.of())) {
      assertThat(game.tell("say hi\nop mallory"))
          .isEqualTo(
              new Told.Refused(
                  Untold.BAD_LINE,
                  "the line: holds control characters (expected: one line of plain text)"));
      assertThat(game.said).isEmpty();
    }
  }
}
