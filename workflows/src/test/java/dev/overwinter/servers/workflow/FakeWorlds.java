package dev.overwinter.servers.workflow;

import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import dev.overwinter.servers.ContainerOrder;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A store that remembers, and can take its time or fail.
final class FakeWorlds implements WorldActivities {
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /// Whose archives were to be removed, as they lie in the store.
  final List<String> forgotten = Collections.synchronizedList(new ArrayList<>());

  final Set<String> failingSteps = ConcurrentHashMap.newKeySet();
  volatile boolean failing;

  /// The type of its failures.
  volatile String failingAs = CORRUPT;

  volatile boolean slow;
  volatile boolean slowToForget;

  @Override
  public Archive save(ContainerOrder order, String backupId) {
    ask("save g" + order.generation());
    whileSlow();
    return new Archive(Archive.TAR_ZST, "0".repeat(64), 10, 100);
  }

  @Override
  public void restore(ContainerOrder order, Backup backup) {
    ask("restore g" + order.generation());
    whileSlow();
  }

  @Override
  public void unpack(ContainerOrder order, Backup backup) {
    ask("unpack w" + order.world());
    whileSlow();
  }

  @Override
  public void drop(ContainerOrder order, int world) {
    ask("drop w" + world + " beside w" + order.world());
  }

  private void whileSlow() {
    while (slow) {
      Activity.getExecutionContext().heartbeat("");
      JudgedNode.pause(20_000_000);
    }
  }

  @Override
  public void forget(String serverId, String backupId) {
    forgotten.add(serverId + "/" + backupId);
    ask("forget");
    while (slowToForget) {
      Activity.getExecutionContext().heartbeat("");
      JudgedNode.pause(20_000_000);
    }
  }

  long count(String step) {
    synchronized (asked) {
      return asked.stream().filter(step::equals).count();
    }
  }

  private void ask(String step) {
    asked.add(step);
    if (failing || failingSteps.contains(step)) {
      throw ApplicationFailure.newNonRetryableFailure(step + ": broken", failingAs);
    }
  }
}
