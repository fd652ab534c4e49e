package dev.overwinter.sessions;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the rules have to know of a session beside its state.
///
/// @param spec what it was made as
/// @param lease whose it is; null while it is nobody's
/// @param presence what is known of its game
public record Situation(SessionSpec spec, @Nullable Lease lease, Presence presence) {
  public Situation {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(presence, "presence");
  }

  SessionLimits limits() {
    return spec.limits();
  }

  DropletOrder order(int attempt, int choice) {
    return new DropletOrder(new Unit(spec.id(), attempt), spec.choices().get(choice));
  }
}
