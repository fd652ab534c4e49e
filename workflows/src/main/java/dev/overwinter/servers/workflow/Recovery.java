package dev.overwinter.servers.workflow;

import dev.overwinter.durable.WorkflowIds;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import org.slf4j.Logger;

/// Makes a new server of a kept world instead of installing it, and says how it went to whoever
/// keeps that world. Confined to its workflow.
final class Recovery {
  private static final Logger log = Workflow.getLogger(Recovery.class);

  private final Server server;
  private final ServerEffects effects;

  Recovery(Server server, ServerEffects effects) {
    this.server = server;
    this.effects = effects;
  }

  /// Makes all that the server needs, in its own volumes, which hold what the backup holds.
  ///
  /// @return false when it is not made of a kept world
  /// @throws io.temporal.failure.ActivityFailure when it cannot be
  boolean fill() {
    var source = server.source();
    if (source.isEmpty()) {
      return false;
    }
    var from = source.get();
    effects.makeForAWorld();
    Workflow.newActivityStub(WorldActivities.class, Retries.restore(server.node()))
        .restore(server.order(), from.backup());
    Workflow.newActivityStub(KeptWorldActivities.class, Retries.records())
        .adopt(server.spec().id(), from.world());
    server.adopted(from);
    tell(from.world().serverId(), kept -> kept.recovered(server.spec().id()));
    return true;
  }

  /// Says that it was not made; nothing when it is, or is no recovered one.
  void failed(String reason) {
    server
        .source()
        .ifPresent(from ->
            tell(from.world().serverId(), kept -> kept.notRecovered(server.spec().id(), reason)));
  }

  @FunctionalInterface
  private interface Word {
    void to(KeepWorldWorkflow kept);
  }

  private static void tell(String deleted, Word word) {
    try {
      word.to(
          Workflow.newExternalWorkflowStub(
              KeepWorldWorkflow.class, WorkflowIds.keptWorld(deleted)));
    } catch (SignalExternalWorkflowException gone) {
      // Ended by an operator: there is nobody to be told.
      log.warn("nobody keeps the world of {} any more", deleted);
    }
  }
}
