package dev.overwinter.api.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What several have taken of something, each within a bound. Who has nothing is forgotten.
/// Thread-safe.
public final class Counts {
  private final Map<String, Integer> taken = new ConcurrentHashMap<>();

  /// Takes some more, or nothing.
  ///
  /// @param bound what they may have with it
  public boolean take(String who, int more, int bound) {
    var took = new boolean[1];
    taken.compute(
        who,
        (_, before) -> {
          int now = before == null ? 0 : before;
          took[0] = now + more <= bound;
          return took[0] ? Integer.valueOf(now + more) : before;
        });
    return took[0];
  }

  /// Gives back what was taken.
  public void release(String who, int some) {
    taken.computeIfPresent(who, (_, before) -> before <= some ? null : before - some);
  }
}
