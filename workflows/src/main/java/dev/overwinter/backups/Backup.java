package dev.overwinter.backups;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One copy of a server's world, or the attempt at one.
///
/// @param id unique within its server and part of the object's name
/// @param serverId whose world
/// @param node the node that wrote it
/// @param why what it was made for
/// @param by who asked; empty when nobody did
/// @param at when it was begun; the world was at rest from then on
/// @param state how far it is
/// @param archive what lies in the store; null unless it is complete
/// @param reason why it failed, one line for people; empty otherwise
/// @param locked whether nobody may remove it, by order or by rule
public record Backup(
    String id,
    String serverId,
    String node,
    BackupWhy why,
    String by,
    Instant at,
    BackupState state,
    @Nullable Archive archive,
    String reason,
    boolean locked) {
  /// What ids of backups and of servers look like wherever a path is made of them.
  public static final Pattern NAME = Pattern.compile("[0-9a-z][0-9a-z-]{0,62}");

  public Backup {
    if (!NAME.matcher(id).matches()) {
      throw new IllegalArgumentException("id: " + id + " (expected: " + NAME + ")");
    }
    Objects.requireNonNull(serverId, "serverId");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(reason, "reason");
    if ((archive != null) != (state == BackupState.COMPLETE)) {
      throw new IllegalArgumentException("archive: " + archive + " while " + state);
    }
  }

  /// One that is about to be written.
  public static Backup begun(
      String id, String serverId, String node, BackupWhy why, String by, Instant at) {
    return new Backup(id, serverId, node, why, by, at, BackupState.IN_PROGRESS, null, "", false);
  }

  /// The same, written.
  public Backup complete(Archive archive) {
    return new Backup(id, serverId, node, why, by, at, BackupState.COMPLETE, archive, "", locked);
  }

  /// The same, given up.
  public Backup failed(String reason) {
    return new Backup(id, serverId, node, why, by, at, BackupState.FAILED, null, reason, false);
  }

  /// The same, on its way out.
  public Backup removing() {
    return new Backup(id, serverId, node, why, by, at, BackupState.REMOVING, null, "", false);
  }

  /// The same, to be kept whatever happens, or not any more.
  public Backup locked(boolean now) {
    return new Backup(id, serverId, node, why, by, at, state, archive, reason, now);
  }
}
