package dev.overwinter.billing;

import java.time.Instant;
import java.util.Objects;

/// Something that the owner of an account should know.
///
/// @param number in its account; grows
/// @param at when it became so
/// @param kind for machines, for example `WARNING_DAY`, `DEPLETED`, `FUNDED`, `CAPPED`
/// @param text one line for people
public record Notice(long number, Instant at, String kind, String text) {
  public Notice {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(text, "text");
  }
}
