package dev.overwinter.sessions;

import java.util.Objects;

/// A droplet that is wanted. Secrets are not in it, since histories keep it: whoever creates the
/// droplet makes its key from [#unit()] and hands it out through user_data.
///
/// @param unit its own tag and its name
/// @param choice where, how large, of what
public record DropletOrder(Unit unit, Choice choice) {
  public DropletOrder {
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(choice, "choice");
  }

  /// Its name.
  public String name() {
    return unit.text();
  }
}
