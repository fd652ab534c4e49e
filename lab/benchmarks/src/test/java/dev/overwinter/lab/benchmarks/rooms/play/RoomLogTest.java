package dev.overwinter.lab.benchmarks.rooms.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RoomLogTest {
  private final RoomLog log = new RoomLog(0, true, _ -> {});

  private static ObjectNode event(long seq) {
    var event =
        Answer.JSON
            .createObjectNode()
            .put("seq", seq)
            .put("type", "said")
            .put("at", "2026-11-22T21:00:00Z");
    event.putObject("data");
    return event;
  }

  private static ObjectNode hello(long seq) {
    return Answer.JSON.createObjectNode().put("type", "hello").put("seq", seq);
  }

  private void hear(long... seqs) {
    for (var seq : seqs) {
      log.heard(event(seq), 0);
    }
  }

  @Test
  void whatComesOnceAndInOrderIsNoFault() {
    var first = hello(0);
    first.putArray("missed");
    log.heard(first, 0);
    hear(1, 2, 3);
    log.heard(hello(3).put("type", "view"), 0);
    var again = hello(5);
    again.putArray("missed").add(event(4)).add(event(5));
    log.heard(again, 0);
    hear(6);
    assertThat(log.faults()).isEmpty();
    assertThat(log.seq()).isEqualTo(6);
    assertThat(log.hellos()).isEqualTo(2);
    assertThat(log.reaches(6, Duration.ZERO)).isTrue();
    assertThat(log.reaches(7, Duration.ZERO)).isFalse();
  }

  @Test
  void aGapIsAFault() {
    hear(1, 3);
    assertThat(log.faults()).containsExactly("heard 3 after 1");
  }

  @Test
  void whatComesTwiceIsAFault() {
    hear(1, 2, 2);
    assertThat(log.faults()).containsExactly("heard 2 after 2");
  }

  @Test
  void aGreetingThatKnowsMoreThanItTellsIsAFault() {
    hear(1);
    var more = hello(3);
    more.putArray("missed").add(event(2));
    log.heard(more, 0);
    assertThat(log.faults()).containsExactly("greeted at 3, known 2");
  }

  @Test
  void aWholeViewStandsForWhatWasMissed() {
    hear(1);
    log.heard(hello(700).putNull("missed"), 0);
    hear(701);
    assertThat(log.faults()).isEmpty();
    assertThat(log.snapshots()).isEqualTo(1);
  }

  @Test
  void anotherTextOfOneEventIsAnotherPrint() {
    var one = event(1);
    one.putObject("data").put("message", "a").put("author", "v");
    var other = event(1);
    other.putObject("data").put("message", "b").put("author", "v");
    assertThat(RoomEvent.of(one, 0).print()).isNotEqualTo(RoomEvent.of(other, 0).print());
    // What one viewer alone is shown beside it is not part of what all heard.
    var hinted = event(1).put("view", true);
    hinted.putObject("data").put("author", "v").put("message", "a");
    assertThat(RoomEvent.of(hinted, 7).print()).isEqualTo(RoomEvent.of(one, 0).print());
  }
}
