package dev.overwinter.universe.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When something happens next, as a row knew it.
///
/// @param version of the row: of two answers the one with the higher one is right
/// @param at null when nothing will happen
public record Due(long version, @Nullable Instant at) {
  /// Nothing, and anything else is newer.
  public static final Due NOTHING = new Due(0, null);

  /// The newer of two; the other when they are of the same version.
  public Due or(Due other) {
    return version > other.version ? this : other;
  }
}
