package dev.overwinter.servers;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a stop of a container ended.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Stopped.Gracefully.class, name = "gracefully"),
  @JsonSubTypes.Type(value = Stopped.Killed.class, name = "killed"),
  @JsonSubTypes.Type(value = Stopped.StillPlayed.class, name = "stillPlayed"),
})
public sealed interface Stopped {

  /// It saved and left by itself, or did not run.
  ///
  /// @param at when it exited, by the engine's clock; null when it did not run or that is not known
  record Gracefully(@Nullable Instant at) implements Stopped {
    /// Nobody knows when.
    public Gracefully() {
      this(null);
    }
  }

  /// It did not leave within its grace and was killed.
  ///
  /// @param afterSeconds how long it had been given
  /// @param at when it exited, by the engine's clock; null when that is not known
  record Killed(long afterSeconds, @Nullable Instant at) implements Stopped {
    /// Nobody knows when.
    public Killed(long afterSeconds) {
      this(afterSeconds, null);
    }
  }

  /// When it exited, by the engine's clock.
  default @Nullable Instant endedAt() {
    return switch (this) {
      case Gracefully gracefully -> gracefully.at();
      case Killed killed -> killed.at();
      case StillPlayed _ -> null;
    };
  }

  /// The game itself says that somebody plays: it was not stopped.
  ///
  /// @param players how many
  record StillPlayed(int players) implements Stopped {}
}
