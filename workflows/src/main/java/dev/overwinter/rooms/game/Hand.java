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

  /// One by chance.
  ///
  /// @param drawn 0, 1 or 2; replays depend on which is which
  static Hand drawn(int drawn) {
    return switch (drawn) {
      case 0 -> ROCK;
      case 1 -> PAPER;
      default -> SCISSORS;
    };
  }

  boolean beats(Hand other) {
    return switch (this) {
      case ROCK -> other == SCISSORS;
      case PAPER -> other == ROCK;
      case SCISSORS -> other == PAPER;
    };
  }
}
