package dev.overwinter.lab.acceptance;

import java.util.Random;

/// The moments at which tests kill something, that nobody has chosen and that can be had again.
final class Luck {
  private static final String PROPERTY = "overwinter.seed";
  private static final long SEED = Long.getLong(PROPERTY, new Random().nextLong());

  private Luck() {}

  /// That of one test, whatever others there are; says how to have the same again.
  static Random of(String test) {
    System.err.println(test + ": to be repeated with -D" + PROPERTY + "=" + SEED);
    return new Random(SEED ^ test.hashCode());
  }
}
