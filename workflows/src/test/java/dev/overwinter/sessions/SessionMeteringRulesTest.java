package dev.overwinter.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.Standing;
import dev.overwinter.billing.Use;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SessionMeteringRulesTest {
  private static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant T1 = T0.plusSeconds(60);
  private static final Instant T2 = T1.plusSeconds(600);
  private static final SessionSpec SPEC = Sessions.forAnna("4F2A9C");
  private static final String NAME = "session/4f2a9c-0a1b2c3d";

  @Test
  void eachSecondOfADropletIsPaidOnceByTheHouseThenByItsOwner() {
    var metering =
        SessionMetering.NONE
            .pays(SPEC, NAME, Sessions.HOUSE, T0)
            .pays(SPEC, NAME, Sessions.HOUSE, T0.plusSeconds(5))
            .pays(SPEC, NAME, "anna", T1)
            .ends(NAME, T2)
            .ends(NAME, T2);

    assertThat(metering.untold())
        .extracting(MeterReport::account)
        .containsExactly(Sessions.HOUSE, Sessions.HOUSE, "anna", "anna");
    assertThat(metering.untold())
        .extracting(report -> report.fact().at())
        .containsExactly(T0, T1, T1, T2);
    assertThat(metering.untold())
        .extracting(report -> report.fact().number())
        .containsExactly(1L, 2L, 3L, 4L);
    var started = (MeterFact.Started) metering.untold().get(2).fact();
    assertThat(started.use()).isEqualTo(Use.SESSION);
    assertThat(started.server()).isEqualTo(NAME);
  }

  @Test
  void whatEndsBeforeItBeganCostsNothing() {
    var metering = SessionMetering.NONE.pays(SPEC, NAME, "anna", T1).ends(NAME, T0);
    assertThat(metering.untold()).extracting(report -> report.fact().at()).containsOnly(T1);
  }

  @Test
  void aMachineOfSomebodyElseCostsNothing() {
    var spec = Sessions.machine("ABCDEF");
    assertThat(SessionMetering.NONE.pays(spec, NAME, "anna", T0)).isEqualTo(SessionMetering.NONE);
  }

  @Test
  void onlyTheOneWhoPaysIsListenedTo() {
    var house = SessionMetering.NONE.pays(SPEC, NAME, Sessions.HOUSE, T0);
    var anna = house.pays(SPEC, NAME, "anna", T1);

    assertThat(anna.credit(CreditStanding.of(900, Standing.EMPTY, Sessions.HOUSE)).funded())
        .as("said by who paid before")
        .isTrue();
    assertThat(anna.credit(CreditStanding.of(2, Standing.EMPTY, "anna")).funded()).isFalse();
    assertThat(
            house
                .credit(CreditStanding.of(900, Standing.EMPTY, Sessions.HOUSE))
                .pays(SPEC, NAME, "anna", T1)
                .funded())
        .as("another account is another purse")
        .isTrue();
  }

  @Test
  void whatHasBeenToldIsNotToldAgainAndWhatCameMeanwhileIs() {
    var first = SessionMetering.NONE.pays(SPEC, NAME, Sessions.HOUSE, T0);
    var later = first.pays(SPEC, NAME, "anna", T1);
    assertThat(later.told(first.untold()).untold())
        .extracting(report -> report.fact().number())
        .containsExactly(2L, 3L);
  }
}
