package dev.overwinter.servers;

import java.util.Objects;

/// What an owner may change while the server lives.
///
/// @param name what people read
/// @param hibernation when it sleeps
/// @param joining how joiners are treated
public record ServerSettings(String name, Hibernation hibernation, Joining joining) {
  public ServerSettings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(hibernation, "hibernation");
    Objects.requireNonNull(joining, "joining");
  }
}
