package dev.overwinter.rooms.game;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What somebody throws.
public enum Hand {
  ROCK,
  PAPER,
  SCISSORS;

  /// As moves, views and events write it.
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What somebody sent; empty when it is none.
  static Optional<Hand> of(String word) {
    return Stream.of(values()).filter(hand -> hand.word().equals(word)).findFirst();
  }

  boolean beats(Hand other) {
    return switch (this) {
      case ROCK -> other == SCISSORS;
      case PAPER -> other == ROCK;
      case SCISSORS -> other == PAPER;
    };
  }
}
