package dev.overwinter.servers;

import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupRules;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The world of a deleted server, and all that is needed to make a server of it again.
///
/// @param spec what the deleted server was, with its settings of then
/// @param node the node that it lay on last, which removes its archives one day
/// @param backups what is kept of it; at least one, complete. Their archives lie in the store under
///   the deleted server's id, or under that of a server that it had been recovered from itself
/// @param deletedAt since when it is kept
/// @param until when it goes by itself
/// @param lacks what is not in it, one line for people; empty when nothing is missing
public record KeptWorld(
    ServerSpec spec,
    String node,
    List<Backup> backups,
    Instant deletedAt,
    Instant until,
    String lacks) {
  public KeptWorld {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(node, "node");
    backups = List.copyOf(backups);
    Objects.requireNonNull(deletedAt, "deletedAt");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(lacks, "lacks");
    if (backups.isEmpty()) {
      throw new IllegalArgumentException("backups: none (expected: at least one)");
    }
  }

  /// The id of the deleted server.
  public String serverId() {
    return spec.id();
  }

  /// What a new server is filled from unless somebody says otherwise.
  public Backup newest() {
    return BackupRules.newest(backups).orElseThrow();
  }

  /// The backup of an id; the newest for an empty one.
  public Optional<Backup> backup(String id) {
    return id.isEmpty()
        ? BackupRules.newest(backups)
        : backups.stream().filter(backup -> backup.id().equals(id)).findFirst();
  }
}
