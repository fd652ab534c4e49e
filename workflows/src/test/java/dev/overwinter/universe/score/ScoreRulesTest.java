package dev.overwinter.universe.score;

import static dev.overwinter.universe.Worlds.OGAME;
import static dev.overwinter.universe.Worlds.T0;
import static dev.overwinter.universe.Worlds.accepted;
import static dev.overwinter.universe.Worlds.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Units;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScoreRulesTest {

  @Test
  void aThousandUnitsAreAPoint() {
    // Robots 1 to 3: 720 + 1,440 + 2,880. Laser 1 and 2: 300 + 600.
    var points =
        ScoreRules.points(
            OGAME,
            List.of(new Levels(Map.of("robot_factory", 3))),
            new Levels(Map.of("laser", 2)),
            new Units(Map.of("small_cargo", 10L, "light_fighter", 5L, "rocket_launcher", 2L)));
    assertThat(points).isEqualTo(new Points(69, 5, 0, 44));
  }

  @Test
  void theSmallAreProtectedWhileTheyPlay() {
    var big = new Points(1000, 0, 0, 0);
    assertThat(ScoreRules.protects(OGAME, new Points(199, 0, 0, 0), Activity.ACTIVE, big)).isTrue();
    assertThat(ScoreRules.protects(OGAME, new Points(200, 0, 0, 0), Activity.ACTIVE, big))
        .isFalse();
    assertThat(ScoreRules.protects(OGAME, new Points(1, 0, 0, 0), Activity.INACTIVE, big))
        .isFalse();
  }

  @Test
  void absenceHasItsNames() {
    assertThat(ScoreRules.activity(OGAME, T0, T0.plus(Duration.ofDays(7)).minusSeconds(1)))
        .isEqualTo(Activity.ACTIVE);
    assertThat(ScoreRules.activity(OGAME, T0, T0.plus(Duration.ofDays(7))))
        .isEqualTo(Activity.INACTIVE);
    assertThat(ScoreRules.activity(OGAME, T0, T0.plus(Duration.ofDays(28))))
        .isEqualTo(Activity.LONG_INACTIVE);
  }

  @Test
  void vacationLastsTwoDaysAndBeginsWithAllFleetsAtHome() {
    assertThat(refusal(ScoreRules.leave(OGAME, 1, T0))).isEqualTo(Refusal.VACATION_NOT_NOW);
    var until = accepted(ScoreRules.leave(OGAME, 0, T0));
    assertThat(until).isEqualTo(T0.plus(Duration.ofDays(2)));
    assertThat(refusal(ScoreRules.comeBack(until, until.minusSeconds(1))))
        .isEqualTo(Refusal.VACATION_NOT_NOW);
    assertThat(accepted(ScoreRules.comeBack(until, until))).isEqualTo(until);
  }
}
