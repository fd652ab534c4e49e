package dev.overwinter.backups.objectstore;

import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import java.util.List;

/// What an archive is called in a store.
///
/// @param serverId whose world
/// @param backupId unique within its server
/// @param ending how it is packed: a codec of [Archive], or that and more for what lies sealed
public record ObjectName(String serverId, String backupId, String ending) {
  /// All endings that archives of ours have had: whoever removes a backup need not know which one
  /// it has.
  public static final List<String> ENDINGS = List.of(Archive.TAR_ZST);

  /// @throws IllegalArgumentException when it could be something else's name
  public ObjectName {
    for (var id : List.of(serverId, backupId)) {
      if (!Backup.NAME.matcher(id).matches()) {
        throw new IllegalArgumentException("name: " + id + " (expected: " + Backup.NAME + ")");
      }
    }
    if (!ENDINGS.contains(ending)) {
      throw new IllegalArgumentException(
          "ending: " + ending + " (expected: one of " + ENDINGS + ")");
    }
  }

  /// `<server>/<backup>.<ending>`
  public String key() {
    return serverId + "/" + backupId + "." + ending;
  }
}
