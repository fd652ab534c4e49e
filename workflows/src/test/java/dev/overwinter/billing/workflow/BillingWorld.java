package dev.overwinter.billing.workflow;

import dev.overwinter.billing.AccountState;
import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.FakeLedger;
import dev.overwinter.billing.Kept;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.MoneyOrder;
import dev.overwinter.billing.MoneyOutcome;
import dev.overwinter.billing.Notice;
import dev.overwinter.billing.PriceOrder;
import dev.overwinter.billing.PriceOutcome;
import dev.overwinter.billing.Proof;
import dev.overwinter.billing.Standing;
import dev.overwinter.billing.Terms;
import dev.overwinter.billing.Use;
import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.durable.WorkflowTypes;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A time-skipping Temporal server with accounts, a ledger that remembers and can be down, and
/// servers that obey.
final class BillingWorld implements AutoCloseable {
  static final Duration STOP = Duration.ofSeconds(20);

  final FakeLedger ledger = new FakeLedger(Terms.PREPAID);
  final List<String> said = Collections.synchronizedList(new ArrayList<>());
  final TestWorkflowEnvironment temporal;
  final Set<String> kept = ConcurrentHashMap.newKeySet();
  volatile boolean down;
  volatile boolean losesAnswers;
  volatile List<String> problems = List.of();
  private long keys;

  BillingWorld() {
    this(TestEnvironmentOptions.newBuilder());
  }

  /// Runs on a real server, in real time.
  static BillingWorld on(String target) {
    return new BillingWorld(
        TestEnvironmentOptions.newBuilder().setUseExternalService(true).setTarget(target));
  }

  private BillingWorld(TestEnvironmentOptions.Builder options) {
    options
        .setWorkerFactoryOptions(
            WorkerFactoryOptions.newBuilder()
                .setUsingVirtualWorkflowThreads(true)
                .setWorkflowCacheSize(5_000)
                .build())
        .setWorkflowClientOptions(
            WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
    SearchAttributes.ALL.forEach(
        key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
    temporal = TestWorkflowEnvironment.newInstance(options.build());
    var patient = WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build();
    var billing = temporal.newWorker(TaskQueues.BILLING, patient);
    billing.registerWorkflowImplementationTypes(
        AccountWorkflowImpl.class, ProveLedgerWorkflowImpl.class, AnnouncePriceWorkflowImpl.class);
    billing.registerActivitiesImplementations(new Books());
    temporal
        .newWorker(TaskQueues.SERVERS, patient)
        .registerWorkflowImplementationTypes(ObedientServer.class);
    temporal.start();
  }

  private final class Books implements LedgerActivities {
    @Override
    public Kept keep(AccountState state) {
      if (down) {
        throw new IllegalStateException("connection refused");
      }
      state.notices().stream().map(Notice::kind).forEach(said::add);
      if (!state.tabs().isEmpty()) {
        kept.add(state.account());
      }
      var answer = ledger.keep(state);
      if (losesAnswers) {
        losesAnswers = false;
        throw new IllegalStateException("killed before it had answered");
      }
      return answer;
    }

    @Override
    public Proof prove() {
      return new Proof(1, 2, 4, problems);
    }

    @Override
    public PriceOutcome announce(PriceOrder order) {
      if (down) {
        throw new IllegalStateException("connection refused");
      }
      return ledger.announce(order, now());
    }
  }

  /// What a server is to billing: it is told how its account stands, and says when it is down.
  @WorkflowInterface
  public interface PretendedServer {
    @WorkflowMethod(name = "PretendedServer")
    void run(String id, String account, Instant startedAt);

    @SignalMethod(name = WorkflowTypes.CREDIT_STANDS)
    void creditStands(CreditStanding standing);
  }

  /// Down a second before the longest that a stop may take.
  public static final class ObedientServer implements PretendedServer {
    private boolean unfunded;

    @Override
    public void run(String id, String account, Instant startedAt) {
      var books =
          Workflow.newExternalWorkflowStub(AccountWorkflow.class, WorkflowIds.account(account));
      books.meterStarted(start(id, 1, startedAt));
      Workflow.await(() -> unfunded);
      Workflow.sleep(STOP.minusSeconds(1));
      books.meterStopped(
          new MeterFact.Stopped(id, 2, Instant.ofEpochMilli(Workflow.currentTimeMillis()), false));
    }

    @Override
    public void creditStands(CreditStanding standing) {
      unfunded = standing.standing() != Standing.FUNDED;
    }
  }

  static MeterFact.Started start(String server, long number, Instant at) {
    return new MeterFact.Started(
        server, number, at, "run" + number, "standard", Use.AWAKE, false, STOP);
  }

  void pretend(String id, String account) {
    var options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.SERVERS)
            .setWorkflowId(WorkflowIds.server(id))
            .build();
    var server = temporal.getWorkflowClient().newWorkflowStub(PretendedServer.class, options);
    WorkflowClient.start(server::run, id, account, now());
  }

  MoneyOutcome pay(String account, long micros) {
    return book(account, new MoneyOrder.Deposit("test/" + ++keys, micros, account, "paid"));
  }

  MoneyOutcome book(String account, MoneyOrder order) {
    return book(AccountRun.first(account), order);
  }

  MoneyOutcome book(AccountRun run, MoneyOrder order) {
    var options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.BILLING)
            .setWorkflowId(WorkflowIds.account(run.state().account()))
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .build();
    var stub = temporal.getWorkflowClient().newWorkflowStub(AccountWorkflow.class, options);
    return WorkflowClient.executeUpdateWithStart(
        stub::book,
        order,
        UpdateOptions.<MoneyOutcome>newBuilder().build(),
        new WithStartWorkflowOperation<>(stub::run, run));
  }

  AccountWorkflow account(String account) {
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(AccountWorkflow.class, WorkflowIds.account(account));
  }

  /// As from the Temporal UI.
  void terminate(String account) {
    temporal
        .getWorkflowClient()
        .newUntypedWorkflowStub(WorkflowIds.account(account))
        .terminate("a test");
  }

  Instant now() {
    return Instant.ofEpochMilli(temporal.currentTimeMillis());
  }

  List<EventType> events(String account) {
    return temporal
        .getWorkflowClient()
        .fetchHistory(WorkflowIds.account(account))
        .getEvents()
        .stream()
        .map(HistoryEvent::getEventType)
        .toList();
  }

  @Override
  public void close() {
    temporal.close();
  }
}
