package dev.overwinter.servers;

import java.util.Objects;

/// Asks for the world from before the last restore: to have it back, or to let it go.
///
/// @param by who asks
public record FormerRequest(String by) {
  public FormerRequest {
    Objects.requireNonNull(by, "by");
  }
}
