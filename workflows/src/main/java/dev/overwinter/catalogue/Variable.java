package dev.overwinter.catalogue;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A setting of a game that its owner may choose, handed over as an environment variable.
///
/// @param name of the environment variable
/// @param label what people read
/// @param description one sentence; may be empty
/// @param kind what values it takes
/// @param preset the value when none is chosen; empty when there is none
/// @param least lowest number, or fewest characters of a text
/// @param most highest number, or most characters of a text
/// @param choices the values of a choice; empty otherwise
/// @param required whether it must have a value
/// @param secret whether its value is never shown again and is sealed wherever it is kept
public record Variable(
    String name,
    String label,
    String description,
    Kind kind,
    String preset,
    long least,
    long most,
    List<String> choices,
    boolean required,
    boolean secret) {

  /// What values a variable takes.
  public enum Kind {
    /// One line of text.
    TEXT,
    /// A whole number.
    INTEGER,
    /// `TRUE` or `FALSE`.
    BOOLEAN,
    /// One of a few words.
    CHOICE
  }

  public Variable {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(preset, "preset");
    choices = List.copyOf(choices);
    if (least > most) {
      throw new IllegalArgumentException(
          "range: " + least + ".." + most + " (expected: ascending)");
    }
  }

  /// What is wrong with a value; empty when it can be used.
  public Optional<String> objection(String value) {
    if (value.isEmpty()) {
      return required ? Optional.of("missing (expected: " + expected() + ")") : Optional.empty();
    }
    var good =
        switch (kind) {
          case TEXT -> value.length() >= least && value.length() <= most && oneLine(value);
          case INTEGER -> isBetween(value);
          case BOOLEAN -> value.equals("TRUE") || value.equals("FALSE");
          case CHOICE -> choices.contains(value);
        };
    // The value itself is not repeated: it may be a secret.
    return good ? Optional.empty() : Optional.of("not accepted (expected: " + expected() + ")");
  }

  private String expected() {
    return switch (kind) {
      case TEXT -> "one line of " + least + " to " + most + " characters";
      case INTEGER -> least + ".." + most;
      case BOOLEAN -> "TRUE or FALSE";
      case CHOICE -> "one of " + choices;
    };
  }

  private boolean isBetween(String value) {
    try {
      var number = Long.parseLong(value);
      return number >= least && number <= most;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean oneLine(String value) {
    return value.chars().noneMatch(Character::isISOControl);
  }
}
