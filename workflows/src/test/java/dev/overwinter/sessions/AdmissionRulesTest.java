package dev.overwinter.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SES-21")
final class AdmissionRulesTest {
  private static final FleetLimits LIMITS = new FleetLimits(10, 2, 3, 5, 1_000);

  private static Refusal refused(FleetCount count, long cost, boolean warm) {
    return AdmissionRules.admit(LIMITS, count, cost, warm) instanceof AdmitAnswer.Refused no
        ? no.refusal()
        : Refusal.OTHER;
  }

  @Test
  void oneMoreThanAllowedIsRefusedWithAReasonAndATime() {
    assertThat(refused(new FleetCount(9, 1, 2, 4, 900), 100, false))
        .as("the last place")
        .isEqualTo(Refusal.OTHER);
    assertThat(refused(new FleetCount(10, 0, 0, 0, 0), 1, false)).isEqualTo(Refusal.FLEET_FULL);
    assertThat(refused(new FleetCount(0, 2, 0, 0, 0), 1, false)).isEqualTo(Refusal.QUOTA);
    assertThat(refused(new FleetCount(0, 0, 3, 0, 0), 1, false)).isEqualTo(Refusal.QUOTA);
    assertThat(refused(new FleetCount(0, 0, 0, 5, 0), 1, false)).isEqualTo(Refusal.QUOTA);
    assertThat(refused(new FleetCount(0, 0, 0, 0, 901), 100, false)).isEqualTo(Refusal.SPEND_CAP);
    var no =
        (AdmitAnswer.Refused)
            AdmissionRules.admit(LIMITS, new FleetCount(10, 0, 0, 0, 0), 1, false);
    assertThat(no.retryAfter()).isPositive();
  }

  @Test
  void aWarmOneCountsInTheFleetAlreadyButItsOwnerHasAQuota() {
    assertThat(refused(new FleetCount(10, 0, 0, 0, 1_000), 100, true)).isEqualTo(Refusal.OTHER);
    assertThat(refused(new FleetCount(10, 2, 0, 0, 0), 100, true)).isEqualTo(Refusal.QUOTA);
  }

  @Test
  void noSumIsTooLargeToBeCapped() {
    assertThat(refused(new FleetCount(0, 0, 0, 0, 1), Long.MAX_VALUE, false))
        .isEqualTo(Refusal.SPEND_CAP);
  }
}
