package dev.overwinter.servers.workflow;

import dev.overwinter.servers.KeptWorld;
import java.time.Instant;
import java.util.Objects;

/// Everything that can be read about a kept world.
///
/// @param world what is kept
/// @param state what is being done with it
/// @param as the id of the server that it is being recovered as; empty for none
/// @param attempts how many servers could not be made of it
/// @param note why the last could not be made, one line for people; empty when none was tried
/// @param until when it goes by itself
public record KeptWorldView(
    KeptWorld world, State state, String as, int attempts, String note, Instant until) {
  /// What is being done with a kept world.
  public enum State {
    /// Nothing; it can be recovered.
    KEPT,
    /// A server is being made of it.
    RECOVERING,
    /// Its archives are being removed from the store.
    REMOVING
  }

  public KeptWorldView {
    Objects.requireNonNull(world, "world");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(as, "as");
    Objects.requireNonNull(note, "note");
    Objects.requireNonNull(until, "until");
  }
}
