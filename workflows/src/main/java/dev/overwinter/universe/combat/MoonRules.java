package dev.overwinter.universe.combat;

import java.util.Optional;

/// How moons come and go. Square roots are correctly rounded in every JVM, and what is thrown
/// against them is whole, so a seed decides the same everywhere.
public final class MoonRules {
  /// As finely as a percentage is thrown for.
  private static final long FINE = 1_000_000;

  private MoonRules() {}

  /// How likely debris becomes a moon, in whole percent.
  public static int percent(Goods debris, AfterRules rules) {
    var percent = debris.sum() / Goods.MICROS / rules.moonDebris();
    return (int) Math.min(percent, rules.moonMostPercent());
  }

  /// Whether there is one, and how large: 1000 sqrt(x + 3 percent) km with an x of 10 to 20, 8944
  /// km at most.
  public static Optional<Aftermath.Moon> born(int percent, Dice dice) {
    var born = dice.happens(percent, 100);
    var x = dice.between(10, 20);
    return born ? Optional.of(new Aftermath.Moon(diameter(x, percent))) : Optional.empty();
  }

  static int diameter(long x, int percent) {
    return (int) Math.sqrt(1_000_000.0 * (x + 3L * percent));
  }

  /// What became of an attempt to destroy a moon.
  ///
  /// @param destroyPercent how likely it was that the moon is destroyed
  /// @param lossPercent how likely it was that all deathstars are lost
  /// @param destroyed whether the moon is gone
  /// @param deathstarsLost whether all deathstars are gone; both may be, or neither
  public record Attempt(
      double destroyPercent, double lossPercent, boolean destroyed, boolean deathstarsLost) {}

  /// Deathstars that have won fire at a moon.
  ///
  /// @param diameter of the moon in kilometres
  /// @param deathstars how many are left after the battle
  public static Attempt destroy(int diameter, long deathstars, long seed) {
    if (diameter < 1 || deathstars < 0) {
      throw new IllegalArgumentException(
          "moon: " + diameter + " km, " + deathstars + " deathstars (expected: a moon, >= 0)");
    }
    var destroy = clamp((100 - Math.sqrt(diameter)) * Math.sqrt((double) deathstars));
    var loss = deathstars == 0 ? 0 : clamp(Math.sqrt(diameter) / 2);
    return new Attempt(
        destroy,
        loss,
        happens(destroy, Dice.of(seed, "moon")),
        happens(loss, Dice.of(seed, "deathstars")));
  }

  private static double clamp(double percent) {
    return Math.clamp(percent, 0.0, 100.0);
  }

  private static boolean happens(double percent, Dice dice) {
    return dice.happens((long) (percent * FINE), 100 * FINE);
  }
}
