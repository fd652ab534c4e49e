package dev.overwinter.servers.workflow;

import dev.overwinter.backups.Backup;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.Reservation;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.ServerView;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/// What PostgreSQL keeps about servers. Every method is safe to repeat.
@ActivityInterface(namePrefix = "ServerRecord_")
public interface ServerRecordActivities {

  /// Chooses a node, unless the specification names it, and reserves public ports and a subnet on
  /// it, in one transaction; asked again, answers with the same.
  @ActivityMethod
  Reservation reserve(ServerSpec spec);

  /// Reserves another subnet than one that turned out to be used by somebody else on the node's
  /// host; the port stays. Asked again about the same subnet, answers with the same.
  @ActivityMethod
  Reservation reserveElsewhere(ServerSpec spec, String usedByOthers);

  /// Reserves a place of the next generation on another node than a lost one. What is reserved on
  /// the lost one stays taken, so that nobody meets what still lies there. Asked again, answers
  /// with the same.
  ///
  /// @param wish where it may be; the same public port is preferred
  /// @param generation of that place; 0 from an older worker, for the one after that of the lost
  @ActivityMethod
  Reservation reserveAnew(ServerSpec spec, Allocation lost, Wish wish, int generation);

  /// What [#reserveAnew] would answer now; nothing is reserved.
  @ActivityMethod
  Reservation roomElsewhere(ServerSpec spec, Allocation from, Wish wish);

  /// Undoes [#reserveAnew]: the server has its old place again.
  @ActivityMethod
  void takeBack(String serverId, Allocation lost);

  /// What lay in a place that the server has left is gone: its ports and subnet are free.
  @ActivityMethod
  void forgetStranded(String serverId, Allocation place);

  /// Keeps how far a backup is.
  @ActivityMethod
  void recordBackup(Backup backup);

  /// A backup is gone.
  @ActivityMethod
  void forgetBackup(String serverId, String backupId);

  /// Gives port and subnet back; its schedules end with it.
  @ActivityMethod
  void release(String serverId);

  /// Keeps what can be read about a server. A row with a higher version is left as it is. Its
  /// account is told what it has yet to be told, also while the row cannot be written.
  @ActivityMethod
  void record(ServerView view);

  /// Tells its account what it has yet to be told, and writes no row.
  @ActivityMethod
  void tell(ServerView view);

  /// Every server that has its place on a node, asleep or awake, by id.
  @ActivityMethod
  List<String> servers(String node);

  /// What the servers of a node believe about themselves, except those asleep or deleted.
  @ActivityMethod
  List<ServerBelief> beliefs(String node);

  /// Keeps whether a node's Docker engine can be reached.
  @ActivityMethod
  void recordNode(NodeSeen seen);
}
