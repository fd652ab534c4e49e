package dev.overwinter.servers.workflow;

import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import dev.overwinter.servers.ContainerOrder;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/// What a node does with the worlds of servers that are at rest. Runs on the queue of one node,
/// beside its Docker engine; no archive is ever in memory as a whole. Every method is safe to
/// repeat, to kill in the middle, and to run again.
@ActivityInterface(namePrefix = "World_")
public interface WorldActivities {
  /// Type of the failure that says that an archive is not what was written; not retryable.
  String CORRUPT = "BackupCorrupt";

  /// Type of the failure that says that there is no world any more; not retryable.
  String GONE = "WorldGone";

  /// All volumes of a stopped container are in the store, under the id of the backup. Heartbeats;
  /// when it is cancelled, or the container starts meanwhile, nothing of it is left.
  ///
  /// @throws io.temporal.failure.ApplicationFailure not retryable, when there is no world, when it
  ///   is not at rest, or when the node keeps no backups
  @ActivityMethod
  Archive save(ContainerOrder order, String backupId);

  /// The volumes of a container that has never run hold what the backup holds, and nothing else.
  /// Heartbeats. One that was filled from this backup before is left as it is; any other is emptied
  /// first.
  ///
  /// @throws io.temporal.failure.ApplicationFailure of type [#CORRUPT], when the archive does not
  ///   have its checksum or holds what no world of ours can
  @ActivityMethod
  void restore(ContainerOrder order, Backup backup);

  /// The volumes of a world that no game uses yet hold what the backup holds, checked to its last
  /// byte, and nothing else; those of the world in use are not touched. Heartbeats. Asked again,
  /// leaves what was filled from this backup as it is; anything else is emptied first.
  ///
  /// @throws io.temporal.failure.ApplicationFailure as [#restore]
  @ActivityMethod
  void unpack(ContainerOrder order, Backup backup);

  /// The volumes of a world that no game uses any more are gone.
  ///
  /// @param order of the server as it is: its own world stays
  /// @throws io.temporal.failure.ApplicationFailure not retryable, when it is the order's own
  @ActivityMethod
  void drop(ContainerOrder order, int world);

  /// The archive of a backup is not in the store.
  @ActivityMethod
  void forget(String serverId, String backupId);
}
