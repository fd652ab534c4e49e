package dev.overwinter.lab.benchmarks.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.benchmarks.parts.Downtimes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RoomsAuditTest {
  private static final Instant NINE = Instant.parse("2026-11-22T21:00:00Z");

  private static RoomsPlatform.Row row(long seq, String type, String by) {
    return new RoomsPlatform.Row("r", seq, NINE, NINE, type, by, "", "", "");
  }

  private static Guest.Done done(long seq, String type) {
    return new Guest.Done("r", "v-00000001", type, seq);
  }

  private static RoomsAudit of(RoomsPlatform.Row... rows) {
    return new RoomsAudit(Map.of("r", List.of(rows)));
  }

  @Test
  void whatWasAcceptedAndIsThereOnceIsNoFinding() {
    var audit = of(row(1, "opened", ""), row(2, "said", "v-00000001"), row(3, "over", ""));
    assertThat(audit.lostOrDoubled(List.of(done(2, "said")))).isEmpty();
  }

  @Test
  void whatIsNotThereIsLost() {
    var audit = of(row(1, "opened", ""));
    assertThat(audit.lostOrDoubled(List.of(done(2, "said"))))
        .singleElement()
        .asString()
        .startsWith("lost");
  }

  @Test
  void whatNobodyWasToldOfIsNobodys() {
    var audit = of(row(1, "said", "v-00000001"), row(2, "said", "v-00000001"));
    assertThat(audit.lostOrDoubled(List.of(done(1, "said"))))
        .singleElement()
        .asString()
        .startsWith("nobody's");
  }

  @Test
  void aGapIsAFinding() {
    assertThat(of(row(1, "opened", ""), row(3, "over", "")).lostOrDoubled(List.of())).hasSize(1);
  }

  @Test
  void lateIsCountedFromWhenItWasPossible() {
    var started =
        new RoomsPlatform.Row(
            "r", 1, NINE, NINE, "round_started", "v-00000001", "", "", "2026-11-22T21:00:25Z");
    var at = NINE.plusSeconds(25);
    var ended =
        new RoomsPlatform.Row(
            "r", 2, at, NINE.plusSeconds(40), "round_ended", "", "", "expired", "");
    var down = new Downtimes();
    assertThat(of(started, ended).expiries(down).getFirst().seconds()).isEqualTo(15);
    down.add(new Downtimes.Downtime("worker", NINE.plusSeconds(20), NINE.plusSeconds(39)));
    var expiries = of(started, ended).expiries(down);
    assertThat(expiries.getFirst().seconds()).isEqualTo(1);
    assertThat(RoomsAudit.early(expiries)).isZero();
    var early =
        new RoomsPlatform.Row("r", 2, at.minusMillis(1), at, "round_ended", "", "", "expired", "");
    assertThat(RoomsAudit.early(of(started, early).expiries(down))).isEqualTo(1);
  }
}
