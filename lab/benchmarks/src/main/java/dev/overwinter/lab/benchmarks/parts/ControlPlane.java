package dev.overwinter.lab.benchmarks.parts;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.Hardening;
import dev.overwinter.catalogue.Resources;
import dev.overwinter.catalogue.StopRule;
import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.CreateOutcome;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.Hibernation;
import dev.overwinter.servers.Joining;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.workflow.ServerRun;
import dev.overwinter.servers.workflow.ServerWorkflow;
import dev.overwinter.servers.workflow.ServerWorkflowImpl;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Everything behind a proxy: a real Temporal server, the real workflow of a game server, and the
/// route feed. Only the Docker engine and PostgreSQL are stood in for.
public final class ControlPlane implements AutoCloseable {
  private static final String NODE = "local";

  private final TemporalServer temporal;
  private final RouteServer routes;
  private final GameHost games;
  private final WorkflowServiceStubs service;
  private final WorkflowClient client;
  private final WorkerFactory workers;

  private ControlPlane(TemporalServer temporal, RouteServer routes, GameHost games) {
    this.temporal = temporal;
    this.routes = routes;
    this.games = games;
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.target()).build());
    client =
        WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
    workers =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
  }

  /// Starts all of it; every server that it runs is reached at `game`.
  public static ControlPlane start(Checkout checkout, Path scratch, Endpoint game)
      throws IOException, InterruptedException {
    var plane =
        new ControlPlane(
            TemporalServer.start(checkout, scratch), RouteServer.start(), new GameHost(game));
    plane.work();
    return plane;
  }

  private void work() {
    var options =
        WorkerOptions.newBuilder()
            .setUsingVirtualThreads(true)
            .setDefaultDeadlockDetectionTimeout(10_000)
            .build();
    var servers = workers.newWorker(TaskQueues.SERVERS, options);
    servers.registerWorkflowImplementationTypes(ServerWorkflowImpl.class);
    servers.registerActivitiesImplementations(new RoutedRecords(routes));
    workers.newWorker(TaskQueues.node(NODE), options).registerActivitiesImplementations(games);
    workers.start();
  }

  /// Creates a server that listens on a public port, asleep.
  public ServerWorkflow create(String id, GameProtocol protocol, int port) {
    var options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.SERVERS)
            .setWorkflowId(WorkflowIds.server(id))
            .build();
    var started = client.newWorkflowStub(ServerWorkflow.class, options);
    WorkflowClient.start(started::run, ServerRun.first(spec(id, protocol, port)));
    var server = client.newWorkflowStub(ServerWorkflow.class, WorkflowIds.server(id));
    var outcome = server.awaitCreated();
    if (!(outcome instanceof CreateOutcome.Created)) {
      throw new IllegalStateException("not created: " + outcome);
    }
    return server;
  }

  /// What a benchmark's server is made from.
  public static ServerSpec spec(String id, GameProtocol protocol, int port) {
    return new ServerSpec(
        id,
        "Bench " + id,
        "admin",
        new GameTemplate(
            "bench",
            "Bench",
            "A game that starts at once.",
            "overwinter/bench:latest",
            protocol,
            25_565,
            "/data",
            Map.of(),
            new Resources(512L << 20, 1000, 256),
            new Hardening("1000:1000", true, false),
            new StopRule("stop", Duration.ofSeconds(30)),
            Duration.ofMinutes(10),
            false),
        NODE,
        port,
        new Hibernation(false, Duration.ofMinutes(15), Duration.ZERO),
        new Joining(Duration.ofMinutes(2), "waking, try again in %s s", List.of(), "asleep", false),
        Wish.ANYWHERE,
        // Its worlds are nowhere.
        Duration.ZERO);
  }

  /// Where Temporal is.
  public TemporalServer temporal() {
    return temporal;
  }

  /// How to speak with it.
  public WorkflowClient client() {
    return client;
  }

  /// Where a proxy learns routes.
  public RouteServer routes() {
    return routes;
  }

  /// Where containers would run.
  public GameHost games() {
    return games;
  }

  @Override
  public void close() {
    workers.shutdownNow();
    service.shutdownNow();
    routes.close();
    temporal.close();
  }
}
