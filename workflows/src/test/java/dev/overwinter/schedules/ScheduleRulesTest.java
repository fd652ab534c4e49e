package dev.overwinter.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScheduleRulesTest {
  private static final Step STOP = new Step(StepKind.STOP, Duration.ZERO);

  private static Plan plan(String name, String cron, String zone, Step... steps) {
    return new Plan(name, cron, zone, true, List.of(steps));
  }

  private static Step start(int minutes) {
    return new Step(StepKind.START, Duration.ofMinutes(minutes));
  }

  @Test
  void takesAPlanAsPeopleMakeThem() {
    assertThat(
            ScheduleRules.faults(
                plan("Every night", "0 4 * * *", "Europe/Berlin", STOP, start(10))))
        .isEmpty();
    assertThat(ScheduleRules.faults(plan("x", "*/5 * * * *", "UTC", STOP))).isEmpty();
  }

  @Test
  void namesEveryFaultByItsField() {
    assertThat(ScheduleRules.faults(plan("two\nlines", "* * * * *", "Mars/Olympus")))
        .containsOnlyKeys("name", "cron", "zone", "steps");
    assertThat(ScheduleRules.faults(plan(" ", "0 4 * *", "CET", STOP)))
        .containsOnlyKeys("name", "cron", "zone");
    assertThat(ScheduleRules.faults(plan("n".repeat(61), "0 4 * * *", "+02:00", STOP)))
        .containsOnlyKeys("name", "zone");
  }

  @Test
  void stepsComeInOrderWithinTheHourAndBeforeTheNextRun() {
    assertThat(ScheduleRules.faults(plan("x", "0 4 * * *", "UTC", start(10), STOP)))
        .containsOnlyKeys("steps");
    assertThat(ScheduleRules.faults(plan("x", "0 4 * * *", "UTC", start(-1))))
        .containsOnlyKeys("steps");
    assertThat(ScheduleRules.faults(plan("x", "0 4 * * *", "UTC", start(60)))).isEmpty();
    assertThat(ScheduleRules.faults(plan("x", "0 4 * * *", "UTC", start(61))))
        .containsOnlyKeys("steps");
    assertThat(ScheduleRules.faults(plan("x", "*/10 * * * *", "UTC", start(10))))
        .containsOnlyKeys("steps");
    assertThat(
            ScheduleRules.faults(
                new Plan("x", "0 4 * * *", "UTC", true, Collections.nCopies(11, STOP))))
        .containsOnlyKeys("steps");
  }

  @Test
  void aRunIsOfUseForTenMinutes() {
    var due = Instant.parse("2026-11-23T04:00:00Z");
    assertThat(ScheduleRules.tooLate(due, due.plusSeconds(600))).isFalse();
    assertThat(ScheduleRules.tooLate(due, due.plusSeconds(601))).isTrue();
  }
}
