package dev.overwinter.universe.combat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// How a universe fights; a part of its rule set's data.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = BattleRules.Rounds.class, name = "rounds"),
  @JsonSubTypes.Type(value = BattleRules.Exchange.class, name = "exchange")
})
public sealed interface BattleRules {
  /// As OGameX: every unit fires at one of the others, round after round.
  Rounds OGAME = new Rounds(6, 1, 70);

  /// As the seed's classic universe: sums against sums, once and without chance.
  Exchange CLASSIC = new Exchange();

  /// Rounds of single shots, see the package documentation.
  ///
  /// @param most how many rounds, 1 to 20
  /// @param bouncePercent a shot below so much of its target's whole shield does nothing
  /// @param safePercent a hull of at least so much of what it was cannot explode
  record Rounds(int most, int bouncePercent, int safePercent) implements BattleRules {
    public Rounds {
      if (most < 1 || most > 20) {
        throw new IllegalArgumentException("most: " + most + " (expected: 1 to 20)");
      }
      if (bouncePercent < 0 || bouncePercent > 100 || safePercent < 0 || safePercent > 100) {
        throw new IllegalArgumentException(
            "percent: " + bouncePercent + ", " + safePercent + " (expected: 0 to 100)");
      }
    }
  }

  /// One exchange: what a side's attack exceeds the other's shields by, in proportion to the
  /// other's hulls, is the share that the other loses of each kind, cut to whole units. Technology
  /// does not count, nor does the seed.
  record Exchange() implements BattleRules {}
}
