package dev.overwinter.lab.benchmarks.rooms.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RoomLogTest {
  private final RoomLog log = new RoomLog(0, true, _ -> {});

  private static ObjectNode event(long seq) {
    return Answer.JSON
        .createObjectNode()
        .put("seq", seq)
        .put("type", "said")
        .put("at", "2026-11-22T21:00:00Z");
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
    log.heard(hello(0), 0);
    hear(1, 2, 3);
    var again = hello(5);
    again.putArray("events").add(event(4)).add(event(5));
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
    log.heard(hello(3), 0);
    assertThat(log.faults()).containsExactly("greeted at 3, known 1");
  }

  @Test
  void aWholeViewStandsForWhatWasMissed() {
    hear(1);
    var view = hello(700);
    view.putObject("view").put("seq", 700);
    log.heard(view, 0);
    hear(701);
    assertThat(log.faults()).isEmpty();
    assertThat(log.snapshots()).isEqualTo(1);
  }

  @Test
  void anotherTextOfOneEventIsAnotherPrint() {
    var one = event(1);
    one.putObject("data").put("message", "a");
    var other = event(1);
    other.putObject("data").put("message", "b");
    assertThat(RoomEvent.of(one, 0).print()).isNotEqualTo(RoomEvent.of(other, 0).print());
    // What one viewer alone is shown beside it is not part of what all heard.
    var hinted = one.deepCopy().put("view", true);
    assertThat(RoomEvent.of(hinted, 7).print()).isEqualTo(RoomEvent.of(one, 0).print());
  }
}
