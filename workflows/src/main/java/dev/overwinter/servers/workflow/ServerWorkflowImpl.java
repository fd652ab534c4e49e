package dev.overwinter.servers.workflow;

import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupWhy;
import dev.overwinter.billing.CreditStanding;
import dev.overwinter.durable.DueTimer;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.BackupRequest;
import dev.overwinter.servers.CancelTransferRequest;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.CreateOutcome;
import dev.overwinter.servers.CreditRules;
import dev.overwinter.servers.Decision;
import dev.overwinter.servers.DeleteRequest;
import dev.overwinter.servers.DiscardRequest;
import dev.overwinter.servers.ForgetRequest;
import dev.overwinter.servers.FormerRequest;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.LockRequest;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.RelocateRequest;
import dev.overwinter.servers.RestartRequest;
import dev.overwinter.servers.RestartRules;
import dev.overwinter.servers.RestoreRequest;
import dev.overwinter.servers.RestoreRules;
import dev.overwinter.servers.ServerRules;
import dev.overwinter.servers.ServerSettings;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Awake;
import dev.overwinter.servers.ServerState.Creating;
import dev.overwinter.servers.ServerState.Deleted;
import dev.overwinter.servers.ServerState.Deleting;
import dev.overwinter.servers.ServerState.Failed;
import dev.overwinter.servers.ServerState.Hibernating;
import dev.overwinter.servers.ServerState.Relocating;
import dev.overwinter.servers.ServerState.Restoring;
import dev.overwinter.servers.ServerState.Waking;
import dev.overwinter.servers.ServerView;
import dev.overwinter.servers.TransferRequest;
import dev.overwinter.servers.TransferRules;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import dev.overwinter.servers.WorldRules;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Waits for orders, facts and the idle timer; asks [ServerRules]; performs what they decide.
///
/// Effects are performed one after another by the main method only. A decision that brings a new
/// effect cancels the one under way, whose result then finds a state in which it means nothing.
public final class ServerWorkflowImpl implements ServerWorkflow {
  private final Server server;
  private final ServerEffects effects;
  private final ServerRecorder recorder;
  private final TransferOrders transfers;
  private final DueTimer idleTimer = new DueTimer("hibernate");
  private final DueTimer backupTimer = new DueTimer("back up");
  private final DueTimer tidyTimer = new DueTimer("tidy");
  private final int continueAfterEvents;
  private boolean cutAgreed;
  private boolean cutGivesWay;

  /// Runs before any handler, so that an order that comes with the first task finds a state.
  @WorkflowInit
  public ServerWorkflowImpl(ServerRun run) {
    server = Server.of(run);
    recorder = new ServerRecorder(server);
    effects = new ServerEffects(server);
    transfers = new TransferOrders(server);
    continueAfterEvents = run.continueAfterEvents();
  }

  @Override
  public void run(ServerRun run) {
    // Detached: a cancellation from the Temporal UI must not leave a container behind. The way to
    // end a server is to delete it.
    Workflow.newDetachedCancellationScope(this::live).run();
  }

  private void live() {
    recorder.start();
    server.strays().start();
    while (!(server.state() instanceof Deleted)) {
      if (server.hasEffect()) {
        effects.performNext();
      } else if (server.backupIsDue()) {
        server.backUpIfDue();
      } else if (server.mayTidy()) {
        effects.tidy();
      } else if (mayContinueAsNew() && !cutAgreed) {
        cutAgreed = true;
        cutGivesWay =
            Workflow.getVersion("continue-as-new-gives-way", Workflow.DEFAULT_VERSION, 1) == 1;
      } else if (mayCut()) {
        continueAsNew();
      } else {
        awaitSomething();
      }
    }
    idleTimer.cancel();
    backupTimer.cancel();
    tidyTimer.cancel();
    Workflow.await(() -> recorder.idle() && Workflow.isEveryHandlerFinished());
  }

  private void awaitSomething() {
    idleTimer.ensure(server.hibernatesAt());
    backupTimer.ensure(server.backsUpAt());
    tidyTimer.ensure(server.tidiesAt());
    var seen = server.version();
    Workflow.await(() ->
        server.version() != seen
            || server.hasEffect()
            || idleTimer.fired()
            || backupTimer.fired()
            || tidyTimer.fired()
            || mayCut());
    backupTimer.taken();
    tidyTimer.taken();
    if (idleTimer.fired()) {
      idleTimer.taken();
      server.hibernateIfDue();
    }
  }

  private boolean mayContinueAsNew() {
    var info = Workflow.getInfo();
    return server.state().settled()
        && !server.hasEffect()
        && server.strays().idle()
        && (info.isContinueAsNewSuggested()
            || (continueAfterEvents > 0 && info.getHistoryLength() >= continueAfterEvents));
  }

  /// While the last row is being written, orders and timers go on as ever.
  private boolean mayCut() {
    return mayContinueAsNew() && (!cutGivesWay || mayLeave());
  }

  private void continueAsNew() {
    // At once, but in histories without the marker: there the cut waits for orders that may wait
    // for
    // what only the main method does. This line can go when none of them is open.
    Workflow.await(this::mayLeave);
    // A handler that finished meanwhile may have begun something.
    if (mayContinueAsNew()) {
      idleTimer.cancel();
      backupTimer.cancel();
      tidyTimer.cancel();
      Workflow.newContinueAsNewStub(ServerWorkflow.class).run(server.carry(continueAfterEvents));
    }
  }

  private boolean mayLeave() {
    return Workflow.isEveryHandlerFinished() && recorder.idle();
  }

  @Override
  public CreateOutcome awaitCreated() {
    Workflow.await(() -> !(server.state() instanceof Creating));
    return switch (server.state()) {
      case Failed s when !s.made() -> new CreateOutcome.Failed(s.reason());
      case Deleted s -> new CreateOutcome.Refused(s.why());
      case Deleting _ -> new CreateOutcome.Refused("the server was deleted meanwhile");
      case Creating _,
          Asleep _,
          Waking _,
          Awake _,
          Hibernating _,
          Relocating _,
          Restoring _,
          Failed _ ->
          new CreateOutcome.Created(server.publicPort());
    };
  }

  @Override
  public WakeOutcome wake(WakeRequest request) {
    var claim = request.claim();
    if (CreditRules.unfunded(server.state(), server.meter().credit()) instanceof Decision.No no) {
      return new WakeOutcome.Refused(no.refusal(), no.reason(), no.retryAfter());
    }
    return switch (ServerRules.wake(
        server.state(), claim != null, server.standing(), Server.now())) {
      case Decision.No no -> new WakeOutcome.Refused(no.refusal(), no.reason(), no.retryAfter());
      case Decision.Go go -> {
        if (claim != null) {
          server.joined(claim);
        }
        server.apply(go.move(), request.by());
        if (request.untilReady()) {
          Workflow.await(() -> !coming(server.state()));
        }
        yield answer(server.state());
      }
    };
  }

  private static boolean coming(ServerState state) {
    return switch (state) {
      case Creating _, Waking _, Hibernating _, Relocating _, Restoring _ -> true;
      case Asleep _, Awake _, Failed _, Deleting _, Deleted _ -> false;
    };
  }

  private WakeOutcome answer(ServerState state) {
    return switch (state) {
      case Awake s -> new WakeOutcome.Ready(s.at(), s.since());
      case Creating _, Waking _, Hibernating _, Relocating _, Restoring _ ->
          new WakeOutcome.Coming(state.since(), server.lastStart());
      case Asleep s -> new WakeOutcome.Refused(Refusal.ASLEEP, s.why(), Duration.ZERO);
      case Failed s -> new WakeOutcome.Refused(Refusal.FAILED, s.reason(), s.retryAfter());
      case Deleting _, Deleted _ ->
          new WakeOutcome.Refused(Refusal.DELETING, "the server is being deleted", Duration.ZERO);
    };
  }

  @Override
  public OrderOutcome hibernate(HibernateRequest request) {
    var decision = ServerRules.hibernate(server.state(), server.occupancy(), request, Server.now());
    if (CreditRules.forfeits(decision)) {
      server.meter().sleepsAsAsked();
    }
    return order(decision, request.by());
  }

  @Override
  public OrderOutcome delete(DeleteRequest request) {
    effects.parting().asked(request);
    return order(ServerRules.delete(server.state(), Server.now()), request.by());
  }

  private OrderOutcome order(Decision decision, String by) {
    return switch (decision) {
      case Decision.No no -> new OrderOutcome.Refused(no.refusal(), no.reason());
      case Decision.Go go -> {
        server.apply(go.move(), by);
        yield accepted();
      }
    };
  }

  @Override
  public OrderOutcome configure(ServerSettings settings) {
    if (server.state() instanceof Deleting || server.state() instanceof Deleted) {
      return new OrderOutcome.Refused(Refusal.DELETING, "the server is being deleted");
    }
    server.configure(settings);
    return accepted();
  }

  @Override
  public OrderOutcome restart(RestartRequest request) {
    if (CreditRules.unfunded(server.state(), server.meter().credit()) instanceof Decision.No no) {
      return new OrderOutcome.Refused(no.refusal(), no.reason());
    }
    return order(
        RestartRules.restart(
            server.state(), server.occupancy(), server.standing(), request, Server.now()),
        request.by());
  }

  @Override
  public OrderOutcome backUp(BackupRequest request) {
    var book = server.book();
    if (book.answered(request)) {
      return accepted();
    }
    var begun = server.newBackup(request.why(), request.by()).locked(request.locked());
    var decision =
        WorldRules.backUp(
            server.state(), server.occupancy(), server.standing(), server.kept(), request, begun);
    if (decision instanceof Decision.Go) {
      book.kept(server.kept().heard(request.request()));
    }
    return order(decision, request.by());
  }

  @Override
  public OrderOutcome lockBackup(LockRequest request) {
    var book = server.book();
    return unless(
        WorldRules.lock(server.kept(), book.writing(), request), () -> book.lock(request));
  }

  @Override
  public OrderOutcome forgetBackup(ForgetRequest request) {
    var book = server.book();
    return unless(
        WorldRules.forget(server.state(), server.kept(), book.writing(), request),
        () ->
            book.unwant(
                request,
                Backup.begun(
                    request.backup(),
                    server.spec().id(),
                    server.node(),
                    BackupWhy.ASKED,
                    request.by(),
                    Server.now())));
  }

  private OrderOutcome unless(Optional<Decision.No> objection, Runnable work) {
    if (objection.isPresent()) {
      return new OrderOutcome.Refused(objection.get().refusal(), objection.get().reason());
    }
    work.run();
    server.changed();
    return accepted();
  }

  private OrderOutcome accepted() {
    return new OrderOutcome.Accepted(server.state().label());
  }

  @Override
  public OrderOutcome restoreBackup(RestoreRequest request) {
    return order(
        RestoreRules.restore(
            server.state(), server.situation(), server.kept(), request, Server.now()),
        request.by());
  }

  @Override
  public OrderOutcome undoRestore(FormerRequest request) {
    var decision =
        RestoreRules.undo(server.state(), server.standing(), server.kept(), Server.now());
    if (decision instanceof Decision.Go) {
      server.book().givenBack("undone by " + request.by());
    }
    return order(decision, request.by());
  }

  @Override
  public OrderOutcome dropFormer(FormerRequest request) {
    return unless(RestoreRules.letGo(server.state(), server.kept()), () -> server.book().letGo());
  }

  @Override
  public OrderOutcome relocate(RelocateRequest request) {
    return order(
        WorldRules.relocate(
            server.state(), server.standing(), server.kept(), request, Server.now()),
        request.by());
  }

  @Override
  public OrderOutcome transfer(TransferRequest request) {
    return transfers.transfer(request);
  }

  @Override
  public OrderOutcome cancelTransfer(CancelTransferRequest request) {
    var outcome = order(TransferRules.cancel(server.state(), request), request.by());
    server.cancelTransfer();
    return outcome;
  }

  @Override
  public OrderOutcome discard(DiscardRequest request) {
    var there =
        server.kept().stranded().stream()
            .filter(place -> place.node().equals(request.node()))
            .toList();
    if (there.isEmpty()) {
      return new OrderOutcome.Refused(
          Refusal.NOTHING_THERE, "it has left nothing on node " + request.node());
    }
    if (server.relocating()) {
      // What it may yet have to go back to.
      return new OrderOutcome.Refused(Refusal.RELOCATING, "it is being restarted on another node");
    }
    there.forEach(request.gone() ? server.strays()::writeOff : server.strays()::discard);
    return accepted();
  }

  @Override
  public void playersJoined(ProxyClaim claim) {
    server.joined(claim);
  }

  @Override
  public void playersLeft(ProxyClaim claim) {
    server.left(claim);
  }

  @Override
  public void containerObserved(ContainerObservation observation) {
    server.observed(observation);
  }

  @Override
  public void nodeStands(NodeStanding standing, @Nullable String node, @Nullable Instant since) {
    server.nodeStands(standing, node, since);
  }

  @Override
  public void creditStands(CreditStanding standing) {
    server.creditStands(standing);
  }

  @Override
  public ServerView status() {
    return server.view();
  }
}
