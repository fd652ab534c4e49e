package dev.overwinter.servers;

import dev.overwinter.backups.Backup;
import java.util.Objects;

/// The world that a server is stopped for, to be laid down as soon as it is at rest.
///
/// @param from the backup that holds it
/// @param world its number: see [WorldLine]
public record Replacement(Backup from, int world) {
  public Replacement {
    Objects.requireNonNull(from, "from");
  }
}
