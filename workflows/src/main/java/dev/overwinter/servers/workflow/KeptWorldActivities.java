package dev.overwinter.servers.workflow;

import dev.overwinter.servers.KeptWorld;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/// What PostgreSQL keeps about worlds of deleted servers. Every method is safe to repeat.
@ActivityInterface(namePrefix = "KeptWorld_")
public interface KeptWorldActivities {

  /// Keeps what can be read about a kept world.
  ///
  /// @return worlds of the same account that are too many beside it, oldest first, by the ids of
  ///   their servers; none that is being recovered
  @ActivityMethod
  List<String> record(KeptWorldView view);

  /// There is nothing to be recovered any more.
  @ActivityMethod
  void forget(String serverId);

  /// The backups of a kept world belong to a server that was made of it.
  @ActivityMethod
  void adopt(String serverId, KeptWorld world);
}
