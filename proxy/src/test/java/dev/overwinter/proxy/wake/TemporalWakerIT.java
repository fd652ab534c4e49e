package dev.overwinter.proxy.wake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.proxy.FakeGame;
import dev.overwinter.proxy.config.ProxyConfig;
import dev.overwinter.servers.BackupRequest;
import dev.overwinter.servers.CancelTransferRequest;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.CreateOutcome;
import dev.overwinter.servers.DeleteRequest;
import dev.overwinter.servers.DiscardRequest;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.ForgetRequest;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.LockRequest;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.RelocateRequest;
import dev.overwinter.servers.RestartRequest;
import dev.overwinter.servers.ServerSettings;
import dev.overwinter.servers.ServerView;
import dev.overwinter.servers.TransferRequest;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import dev.overwinter.servers.workflow.ServerRun;
import dev.overwinter.servers.workflow.ServerWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Speaks the wire names of `ServerWorkflow` over gRPC to a workflow that remembers. What the real
/// workflow answers is proven in `workflows` and by acceptance, on a real Temporal server.
class TemporalWakerIT {
  private static final Endpoint AT = new Endpoint("10.213.0.2", 25565);
  private static final List<String> HEARD = new CopyOnWriteArrayList<>();

  private final int port = FakeGame.freePort();
  private final TestServer.PortBoundTestServer server =
      TestServer.createPortBoundServer(port, true);
  private final WorkflowServiceStubs service =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:" + port).build());
  private final WorkflowClient client =
      WorkflowClient.newInstance(
          service,
          WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
  private final WorkerFactory workers = WorkerFactory.newInstance(client);
  private final TemporalWaker waker =
      new TemporalWaker(new ProxyConfig.Temporal("127.0.0.1:" + port, "default"), "p1");

  @BeforeEach
  void startServerWorkflow() {
    HEARD.clear();
    workers.newWorker("test").registerWorkflowImplementationTypes(Remembering.class);
    workers.start();
    client
        .newUntypedWorkflowStub(
            "Server",
            WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.server("7f3k"))
                .setTaskQueue("test")
                .build())
        .start((Object) null);
  }

  @AfterEach
  void stop() {
    waker.close();
    workers.shutdownNow();
    service.shutdownNow();
    server.close();
  }

  @Test
  void aWakeIsAcceptedFirstAndAnsweredWhenTheServerIsReady() throws Exception {
    var accepted = new AtomicBoolean();
    var claim = new ProxyClaim("p1", 7);
    var answer = waker.wake("7f3k", claim, "wake/p1/7", () -> accepted.set(true));
    await().untilTrue(accepted);
    assertThat(answer).isNotDone();
    // The same question again is the same question.
    var again = waker.wake("7f3k", claim, "wake/p1/7", () -> {});
    client
        .newUntypedWorkflowStub(WorkflowIds.server("7f3k"))
        .signal("containerObserved", (Object) null);
    assertThat(answer.get(20, TimeUnit.SECONDS))
        .isEqualTo(new WakeOutcome.Ready(AT, Instant.EPOCH));
    assertThat(again.get(20, TimeUnit.SECONDS)).isEqualTo(answer.get());
    assertThat(HEARD).containsExactly("wake p1/7 true by player via proxy/p1");
  }

  @Test
  void wordsReachTheWorkflow() throws Exception {
    waker.playersJoined("7f3k", new ProxyClaim("p1", 8)).get(20, TimeUnit.SECONDS);
    waker.playersLeft("7f3k", new ProxyClaim("p1", 9)).get(20, TimeUnit.SECONDS);
    await().until(() -> HEARD.equals(List.of("joined p1/8", "left p1/9")));
  }

  @Test
  void aWordToAServerThatIsGoneIsDelivered() throws Exception {
    waker.playersLeft("gone", new ProxyClaim("p1", 1)).get(20, TimeUnit.SECONDS);
  }

  /// The table of a proxy may be some seconds old: somebody who came meanwhile is not held for a
  /// server that nothing will ever wake.
  @Test
  void whoWaitsForAServerThatIsGoneIsToldSo() throws Exception {
    assertThat(gone("gone", 2)).isEqualTo(Refusal.DELETING);
    client.newUntypedWorkflowStub(WorkflowIds.server("7f3k")).terminate("deleted");
    assertThat(gone("7f3k", 3)).isEqualTo(Refusal.DELETING);
  }

  private Refusal gone(String serverId, long seq) throws Exception {
    var answer = waker.wake(serverId, new ProxyClaim("p1", seq), "wake/p1/" + seq, () -> {});
    return ((WakeOutcome.Refused) answer.get(20, TimeUnit.SECONDS)).refusal();
  }

  @Test
  void aServerThatIsAwayFailsSoonAndIsFoundAgain() throws Exception {
    try (var lost =
        new TemporalWaker(
            new ProxyConfig.Temporal("127.0.0.1:" + FakeGame.freePort(), "default"), "p1")) {
      assertThat(lost.wake("7f3k", new ProxyClaim("p1", 1), "wake/p1/1", () -> {}))
          .failsWithin(20, TimeUnit.SECONDS);
    }
  }

  /// A server's workflow that does nothing but remember.
  public static final class Remembering implements ServerWorkflow {
    private boolean ready;

    @Override
    public void run(ServerRun run) {
      Workflow.await(() -> false);
    }

    @Override
    public WakeOutcome wake(WakeRequest request) {
      var claim = request.claim();
      HEARD.add(
          "wake "
              + (claim == null ? "nobody" : claim.proxy() + "/" + claim.seq())
              + " "
              + request.untilReady()
              + " by "
              + request.by());
      Workflow.await(() -> ready);
      return new WakeOutcome.Ready(AT, Instant.EPOCH);
    }

    @Override
    public void playersJoined(ProxyClaim claim) {
      HEARD.add("joined " + claim.proxy() + "/" + claim.seq());
    }

    @Override
    public void playersLeft(ProxyClaim claim) {
      HEARD.add("left " + claim.proxy() + "/" + claim.seq());
    }

    @Override
    public void containerObserved(ContainerObservation observation) {
      ready = true;
    }

    @Override
    public void nodeStands(NodeStanding standing, @Nullable String node, @Nullable Instant heard) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OrderOutcome backUp(BackupRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OrderOutcome restart(RestartRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OrderOutcome lockBackup(LockRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OrderOutcome forgetBackup(ForgetRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OrderOutcome relocate(RelocateRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OrderOutcome transfer(TransferRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OrderOutcome cancelTransfer(CancelTransferRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OrderOutcome discard(DiscardRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void creditStands(CreditStanding standing) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CreateOutcome awaitCreated() {
      throw new UnsupportedOperationException();
    }

    @Override
    public OrderOutcome hibernate(HibernateRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OrderOutcome delete(DeleteRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OrderOutcome configure(ServerSettings settings) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerView status() {
      throw new UnsupportedOperationException();
    }
  }
}
