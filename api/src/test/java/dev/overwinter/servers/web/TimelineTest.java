package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.billing.web.Costs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TimelineTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void aStretchStandsBesideTheStepThatBeganIt() {
    var events =
        List.of(
            event("ASLEEP", 100),
            event("HIBERNATING", 95),
            event("AWAKE", 62),
            event("WAKING", 60),
            event("ASLEEP", 50),
            event("HIBERNATING", 45),
            event("AWAKE", 2),
            event("WAKING", 0));
    assertThat(Timeline.beside(events, List.of(stretch(61, 99, "late"), stretch(1, 49, "early"))))
        .isEqualTo(Map.of(2, "late", 6, "early"));
  }

  @Test
  void aStartThatFailedStandsBesideItsEnd() {
    var events =
        List.of(event("AWAKE", 40), event("WAKING", 30), event("FAILED", 20), event("WAKING", 0));
    assertThat(Timeline.beside(events, List.of(stretch(31, 50, "went on"), stretch(1, 19, "died"))))
        .isEqualTo(Map.of(0, "went on", 2, "died"));
  }

  @Test
  void whatIsOlderThanTheStepsShownIsLeftOut() {
    var events = List.of(event("ASLEEP", 100), event("HIBERNATING", 95));
    assertThat(Timeline.beside(events, List.of(stretch(1, 99, "long"), stretch(-90, -50, "older"))))
        .isEmpty();
    assertThat(Timeline.beside(List.of(), List.of(stretch(1, 99, "long")))).isEmpty();
  }

  private static ServerReads.Event event(String state, int minute) {
    return new ServerReads.Event(at(minute), state, "", "");
  }

  private static Costs.Stretch stretch(int from, int until, String words) {
    return new Costs.Stretch(at(from), at(until), words);
  }

  private static Instant at(int minute) {
    return NOON.plusSeconds(60L * minute);
  }
}
