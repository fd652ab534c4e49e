package dev.overwinter.servers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The crashes of a server that still count, so that one that falls over again and again is left
/// lying.
///
/// @param at when, oldest first
public record Crashes(List<Instant> at) {
  /// How many within [#WINDOW] are too many.
  public static final int TOO_MANY = 3;

  /// How long a crash counts.
  public static final Duration WINDOW = Duration.ofMinutes(10);

  /// It never crashed.
  public static final Crashes NONE = new Crashes(List.of());

  public Crashes {
    at = List.copyOf(at);
  }

  /// What was written before crashes were counted.
  public static Crashes orNone(@Nullable Crashes crashes) {
    return crashes == null ? NONE : crashes;
  }

  /// One more.
  public Crashes and(Instant now) {
    var counting = new ArrayList<Instant>();
    for (var crash : at) {
      if (crash.isAfter(now.minus(WINDOW))) {
        counting.add(crash);
      }
    }
    counting.add(now);
    var from = Math.max(0, counting.size() - TOO_MANY);
    return new Crashes(counting.subList(from, counting.size()));
  }

  /// Whether it is left lying.
  public boolean tooMany() {
    return at.size() >= TOO_MANY;
  }

  /// How long to wait before the next start: 2 s, then 8 s.
  public Duration pause() {
    return Duration.ofSeconds(2L * at.size() * at.size());
  }
}
