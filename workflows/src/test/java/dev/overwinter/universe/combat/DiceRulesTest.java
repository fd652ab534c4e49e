package dev.overwinter.universe.combat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DiceRulesTest {

  @Test
  void theNumbersAreThoseOfThePublishedGenerator() {
    var dice = new Dice(1_234_567);
    assertThat(LongStream.generate(dice::next).limit(5).mapToObj(Long::toUnsignedString))
        .containsExactly(
            "6457827717110365317",
            "3203168211198807973",
            "9817491932198370423",
            "4593380528125082431",
            "16408922859458223821");
  }

  @Test
  void everyPurposeOfASeedHasDiceOfItsOwn() {
    assertThat(Dice.of(7, "repair").next()).isEqualTo(Dice.of(7, "repair").next());
    assertThat(
            LongStream.of(
                    Dice.of(7, "repair").next(),
                    Dice.of(7, "moon").next(),
                    Dice.of(8, "repair").next(),
                    new Dice(7).next())
                .distinct())
        .hasSize(4);
  }

  @Test
  void everyNumberBelowABoundIsAsLikely() {
    var counts = new Integer[] {0, 0, 0, 0, 0, 0, 0};
    var dice = Dice.of(1, "bound");
    for (var i = 0; i < 700_000; i++) {
      counts[(int) dice.below(7)]++;
    }
    // Four standard deviations of a binomial of 700,000 at 1/7 are 1,172.
    assertThat(counts).allSatisfy(n -> assertThat(n).isBetween(98_800, 101_200));
  }

  @Test
  void bothEndsOfARangeAreReached() {
    var dice = Dice.of(2, "range");
    assertThat(LongStream.generate(() -> dice.between(10, 20)).limit(1_000).distinct().sorted())
        .containsExactly(10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L);
  }

  @Test
  void whatIsCertainHappensAndWhatIsImpossibleDoesNot() {
    var dice = Dice.of(3, "certain");
    for (var i = 0; i < 1_000; i++) {
      assertThat(dice.happens(100, 100)).isTrue();
      assertThat(dice.happens(0, 100)).isFalse();
    }
  }
}
