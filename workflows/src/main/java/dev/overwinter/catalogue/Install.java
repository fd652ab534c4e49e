package dev.overwinter.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// A step that fills a new server's volumes before its first start, in a container that is locked
/// down like the game's. Run again when it was interrupted, so it has to be idempotent.
///
/// @param image what it runs in; empty for the game's own image
/// @param command what it runs
/// @param limit how long it may take
public record Install(String image, List<String> command, Duration limit) {
  public Install {
    Objects.requireNonNull(image, "image");
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command: empty (expected: what to run)");
    }
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: > 0)");
    }
  }
}
