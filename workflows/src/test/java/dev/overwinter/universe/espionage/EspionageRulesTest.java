package dev.overwinter.universe.espionage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EspionageRulesTest {

  private static List<Section> seen(long probes, int own, int others) {
    return EspionageRules.OGAME.look(probes, own, others, 0, 1).sections();
  }

  @Test
  void moreProbesSeeMore() {
    assertThat(seen(1, 5, 5)).containsExactly(Section.RESOURCES);
    assertThat(seen(2, 5, 5)).containsExactly(Section.RESOURCES, Section.SHIPS);
    assertThat(seen(4, 5, 5)).containsExactly(Section.RESOURCES, Section.SHIPS, Section.DEFENCE);
    assertThat(seen(6, 5, 5)).hasSize(4).doesNotContain(Section.RESEARCH);
    assertThat(seen(7, 5, 5)).containsExactly(Section.values());
  }

  @Test
  void aGapInResearchTakesItsSquareInProbes() {
    assertThat(seen(10, 5, 8)).containsExactly(Section.RESOURCES);
    assertThat(seen(11, 5, 8)).containsExactly(Section.RESOURCES, Section.SHIPS);
    assertThat(seen(16, 5, 8)).containsExactly(Section.values());
  }

  @Test
  void aLeadInResearchSeesWithOneProbe() {
    assertThat(seen(1, 6, 5)).containsExactly(Section.RESOURCES, Section.SHIPS);
    assertThat(seen(1, 8, 5)).hasSize(4);
    assertThat(seen(1, 9, 5)).containsExactly(Section.values());
  }

  @Test
  void theMoreShipsTheLikelierProbesAreNoticed() {
    assertThat(EspionageRules.OGAME.look(5, 3, 3, 4, 1).counterPercent()).isEqualTo(20);
    assertThat(EspionageRules.OGAME.look(5, 3, 5, 4, 1).counterPercent()).isEqualTo(60);
    assertThat(EspionageRules.OGAME.look(5, 3, 3, 4_000, 1).counterPercent()).isEqualTo(100);
    assertThat(EspionageRules.OGAME.look(5, 4, 3, 4_000, 1).counterPercent()).isZero();
    assertThat(EspionageRules.OGAME.look(5, 3, 9, 0, 1).counterPercent()).isZero();
    assertThat(EspionageRules.OGAME.look(5, 0, 9, Long.MAX_VALUE, 1).counterPercent())
        .isEqualTo(100);
  }

  @Test
  void theyAreNoticedAsOftenAsThat() {
    var noticed = 0;
    for (var seed = 0; seed < 10_000; seed++) {
      noticed += EspionageRules.OGAME.look(5, 3, 3, 4, seed).noticed() ? 1 : 0;
    }
    // Four standard deviations: 160.
    assertThat(noticed).isBetween(1_840, 2_160);
    assertThat(EspionageRules.OGAME.look(5, 3, 3, 4, 11))
        .isEqualTo(EspionageRules.OGAME.look(5, 3, 3, 4, 11));
  }

  @Test
  void inTheSeedsUniverseAnybodySeesThePlanet() {
    var look = EspionageRules.CLASSIC.look(1, 0, 30, 1_000, 1);

    assertThat(look.sections())
        .containsExactly(Section.RESOURCES, Section.SHIPS, Section.BUILDINGS);
    assertThat(look.noticed()).isFalse();
  }

  @Test
  void withoutAProbeThereIsNothingToLookWith() {
    assertThatThrownBy(() -> EspionageRules.OGAME.look(0, 1, 1, 1, 1))
        .hasMessageContaining("expected: a probe");
  }
}
