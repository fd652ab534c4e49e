package dev.overwinter.lab.simulators.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BillRulesTest {
  private static final Instant BEGIN = Instant.parse("2026-11-22T08:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0, 60, 10000",
    "PT0.001S, 1, 60, 10000",
    "PT59S, 59, 60, 10000",
    "PT61S, 61, 61, 10000",
    "PT1H, 3600, 3600, 10000",
    "PT1H30M, 5400, 5400, 13395",
    "PT100H, 360000, 360000, 893000",
  })
  void aDropletCostsItsSecondsAndAtLeastACent(
      Duration lived, long seconds, long billed, long micros) {
    var bill = Bill.of(List.of(droplet(BEGIN.plus(lived), null)), BEGIN.plusSeconds(1_000_000));
    assertThat(bill.seconds()).isEqualTo(seconds);
    assertThat(bill.billedSeconds()).isEqualTo(billed);
    assertThat(bill.micros()).isEqualTo(micros);
  }

  @Test
  void aLivingDropletCostsMoreEverySecond() {
    var alive = List.of(droplet(null, null));
    assertThat(Bill.of(alive, BEGIN.plusSeconds(7_200)).micros()).isEqualTo(17_860);
    assertThat(Bill.of(alive, BEGIN.plusSeconds(7_201)).micros()).isEqualTo(17_863);
  }

  @Test
  void aFailedPlacementCostsNothing() {
    var vanished = List.of(droplet(null, BEGIN.plusSeconds(3)));
    assertThat(Bill.of(vanished, BEGIN.plusSeconds(7_200)).micros()).isZero();
  }

  private static Droplet droplet(@Nullable Instant destroyed, @Nullable Instant vanishes) {
    var plan = new Plan(BEGIN, BEGIN, BEGIN, BEGIN, false, null, vanishes);
    return new Droplet(
        1,
        2,
        "a",
        List.of(),
        "nyc3",
        "s-1vcpu-1gb",
        "180000001",
        null,
        "10.246.0.2",
        "10.214.0.2",
        BEGIN,
        plan,
        destroyed,
        null);
  }
}
