package dev.overwinter.billing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long before its end an account is warned.
public enum Warning {
  /// A day.
  DAY(Duration.ofHours(24), "24 hours"),
  /// An hour.
  HOUR(Duration.ofHours(1), "an hour"),
  /// Time to say goodbye.
  SOON(Duration.ofMinutes(5), "5 minutes");

  private final Duration before;
  private final String words;

  Warning(Duration before, String words) {
    this.before = before;
    this.words = words;
  }

  /// How long before.
  public Duration before() {
    return before;
  }

  /// The same for people.
  public String words() {
    return words;
  }

  /// The one that comes before it; null for the first.
  @Nullable Warning looser() {
    return switch (this) {
      case DAY -> null;
      case HOUR -> DAY;
      case SOON -> HOUR;
    };
  }
}
