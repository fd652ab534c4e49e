package dev.overwinter.universe.combat;

/// Chance that can be thrown again: SplitMix64 (Steele, Lea and Flood, 2014) with Stafford's
/// thirteenth mixer. Written out here because what a seed gives is part of a battle's report and
/// may never change with a JDK; its first numbers are pinned by a test. Integers only. Not thread
/// safe.
///
/// Each purpose has dice of its own ([#of(long, String)]), so that one more throw for the moon
/// leaves every repair as it was.
public final class Dice {
  /// What the state grows by with every number: the golden ratio.
  static final long STEP = 0x9E3779B97F4A7C15L;

  private long state;

  /// Dice whose first number is that of the published generator with this seed.
  public Dice(long seed) {
    state = seed;
  }

  /// Dice for one purpose of a seed.
  ///
  /// @param purpose what they decide, for example `repair`; part of what a seed means
  public static Dice of(long seed, String purpose) {
    // FNV-1a over the UTF-16 units of the name.
    var hash = 0xCBF29CE484222325L;
    for (var i = 0; i < purpose.length(); i++) {
      hash = (hash ^ purpose.charAt(i)) * 0x100000001B3L;
    }
    return new Dice(mix(mix(seed + STEP) ^ hash));
  }

  /// The number that belongs to a state.
  static long mix(long state) {
    var z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// The next 64 bits.
  public long next() {
    return mix(state += STEP);
  }

  /// One of 0 to `bound` - 1; none is likelier than another by more than `bound` / 2^64.
  ///
  /// @param bound above 0
  public long below(long bound) {
    return Math.unsignedMultiplyHigh(next(), bound);
  }

  /// One of `from` to `to`, both among them.
  public long between(long from, long to) {
    return from + below(to - from + 1);
  }

  /// Whether something happens that happens `times` in `of`.
  public boolean happens(long times, long of) {
    return below(of) < times;
  }

  /// Where these dice are, for a loop that keeps the state in a register.
  long state() {
    return state;
  }

  /// Goes on from where such a loop ended.
  void resume(long at) {
    state = at;
  }
}
