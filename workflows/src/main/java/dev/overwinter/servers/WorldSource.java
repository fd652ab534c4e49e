package dev.overwinter.servers;

import dev.overwinter.backups.Backup;
import java.util.Objects;

/// What a new server is filled from instead of an installation.
///
/// @param world a kept world, whose backups are the new server's once it is made
/// @param backup which of them its volumes shall hold
public record WorldSource(KeptWorld world, Backup backup) {
  public WorldSource {
    Objects.requireNonNull(world, "world");
    Objects.requireNonNull(backup, "backup");
  }
}
