package dev.overwinter.sessions;

import java.util.Objects;

/// The answer to an [EndRequest], which is never refused: it ends, whatever dies meanwhile.
///
/// @param state the label of the state that followed, for example `ENDING`
/// @param onDroplet whether it had, or may have had, a droplet
/// @param gone whether nothing is left already
public record EndOutcome(String state, boolean onDroplet, boolean gone) {
  public EndOutcome {
    Objects.requireNonNull(state, "state");
  }
}
