package dev.overwinter.catalogue;

import java.util.Objects;

/// A port of one server.
///
/// @param port what the game declares
/// @param outside the number that players use; 0 when it is hidden
/// @param inside the number that the game listens on in its container
public record PlacedPort(GamePort port, int outside, int inside) {
  public PlacedPort {
    Objects.requireNonNull(port, "port");
  }

  /// Whether players may use it.
  public boolean open() {
    return !port.hidden();
  }
}
