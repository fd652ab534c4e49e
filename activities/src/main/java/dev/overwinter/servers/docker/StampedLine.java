package dev.overwinter.servers.docker;

import com.github.dockerjava.api.model.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// A line of a log with the engine's time of it.
///
/// @param at when it was printed
/// @param text the line
record StampedLine(Instant at, String text) {

  /// Reads a frame of a log that was asked for with times. Empty for the rest of a line longer than
  /// the engine's 16 KiB: far beyond what is kept anyway.
  static Optional<StampedLine> of(Frame frame) {
    var text = new String(frame.getPayload(), StandardCharsets.UTF_8);
    var space = text.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new StampedLine(Instant.parse(text.substring(0, space)), text.substring(space + 1)));
    } catch (DateTimeParseException continued) {
      return Optional.empty();
    }
  }
}
