package dev.overwinter.servers.docker;

import dev.overwinter.servers.Told;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Remembers which lines were said, so that none is said twice. Thread-safe.
final class SaidOnce {
  // Repetitions come within seconds; this is hours of a busy node.
  private static final int REMEMBERED = 2_000;
  private static final Told FORGOTTEN =
      new Told.Unsure("it was being said when its node was restarted");

  private final Map<String, CompletableFuture<Told>> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<Told>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// Says a line unless it was said, or may have been.
  ///
  /// @param key what makes it this line
  /// @param again whether somebody has begun to say it before
  Told say(String key, boolean again, Supplier<Told> saying) {
    var mine = new CompletableFuture<Told>();
    CompletableFuture<Told> first;
    synchronized (known) {
      first = known.putIfAbsent(key, mine);
    }
    if (first != null) {
      return answer(first);
    }
    if (again) {
      mine.complete(FORGOTTEN);
    } else {
      try {
        mine.complete(saying.get());
      } catch (RuntimeException unknown) {
        mine.complete(new Told.Unsure("it failed while it was being said"));
        throw unknown;
      }
    }
    return answer(mine);
  }

  /// Waits while it is being said.
  private static Told answer(CompletableFuture<Told> saying) {
    try {
      return saying.join();
    } catch (CompletionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
