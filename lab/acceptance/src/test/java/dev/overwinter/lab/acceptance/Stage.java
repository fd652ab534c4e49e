package dev.overwinter.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.lab.launcher.Part;
import dev.overwinter.lab.launcher.Platform;
import dev.overwinter.lab.launcher.PlatformConfig;
import dev.overwinter.lab.launcher.parts.Secrets;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// One whole platform for all acceptance tests of a run: real PostgreSQL, real Temporal, worker,
/// api, proxy, each its own process, and a Docker engine of its own where this user may run one, so
/// that a test may kill it. Started by the first test that asks, stopped when the JVM ends.
final class Stage {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static @Nullable Stage only;

  private final Platform platform;
  // Kept for as long as the JVM lives: a lock whose channel nobody holds is given up by the
  // garbage collector.
  private final Slot slot;
  private final Api api;
  private final WorkflowClient temporal;
  private final Till till;

  private Stage(Platform platform, Slot slot, Till till) throws IOException, InterruptedException {
    this.platform = platform;
    this.slot = slot;
    this.till = till;
    api = new Api(platform.api(), platform.adminToken());
    temporal =
        WorkflowClient.newInstance(
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder()
                    .setTarget(platform.temporalTarget())
                    .build()),
            WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
  }

  static synchronized Stage get() {
    var stage = only;
    if (stage == null) {
      stage = start();
      only = stage;
    }
    return stage;
  }

  /// Whether the engine is the tests' own; only root may run one.
  static boolean ownDocker() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static Stage start() {
    try {
      var home = Files.createTempDirectory("ow");
      var games = Files.createDirectory(home.resolve("games"));
      // An operator's own directory, which the api must be able to read whoever runs it.
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
      var slot = Slot.take();
      var config = PlatformConfig.forTest(ROOT, home);
      for (var range : slot.ranges().entrySet()) {
        config = config.with(range.getKey(), range.getValue());
      }
      config = config.with("OVERWINTER_API_CATALOGUE", games.toString());
      // A player of a UDP game is gone when it has been silent for so long.
      config = config.with("OVERWINTER_PROXY_UDP_IDLE", "PT15S");
      // So that nobody here waits ten minutes for a node to be given up.
      config = config.with("OVERWINTER_API_NODE_GRACE", "PT8S");
      // The admin pays like anybody else, so that what is charged can be looked at.
      config = config.with("OVERWINTER_WORKER_HOUSE_ACCOUNTS", "nobody");
      config = config.with("OVERWINTER_WORKER_WELCOME_CREDITS", "1000");
      var secrets = new Secrets(home.resolve("till"));
      var till =
          new Till(secrets.get("webhook"), URI.create("http://127.0.0.1:" + config.ports().api()));
      config = config.with("OVERWINTER_API_PAYMENTS", "stripe");
      config = config.with("OVERWINTER_API_PAYMENTS_URL", till.url());
      config =
          config.with("OVERWINTER_API_PAYMENTS_SECRET_FILE", secrets.file("webhook").toString());
      for (var setting : SessionSettings.of(slot, home).entrySet()) {
        config = config.with(setting.getKey(), setting.getValue());
      }
      // Who plays in the universe registers by themselves, in one that runs fast.
      config = config.with("OVERWINTER_API_SIGN_UP", "open");
      config = config.with("OVERWINTER_API_UNIVERSE", UniversePlayer.UNIVERSE);
      // Each node's players have an address of their own: one machine has each port once.
      config = config.with("OVERWINTER_PROXY_BIND", "127.0.0.1");
      var running = Platform.start(ownDocker() ? config.withIsolatedDocker() : config);
      return new Stage(running, slot, till);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Another node, as far as one machine can be two: its own home, worker and proxy, its own label
  /// on the engine that both use. To be closed by whoever asks for it.
  ///
  /// @param address of its proxy, one of 127.0.0.0/8
  /// @param options as `./overwinter join` takes them
  Platform join(String name, String address, String... options)
      throws IOException, InterruptedException {
    var invitation = api.repeat("POST", "/api/nodes/tokens", Map.of(), Map.of());
    var config =
        PlatformConfig.forTest(ROOT, Files.createTempDirectory("ow-" + name))
            .withDocker(platform.docker().socket())
            .with("OVERWINTER_PROXY_BIND", address);
    for (var range : slot.ranges().entrySet()) {
      config = config.with(range.getKey(), range.getValue());
    }
    var words = new ArrayList<>(List.of("--name", name));
    words.addAll(List.of(options));
    return Platform.join(
        config,
        platform.api(),
        invitation.body().path("token").asText(),
        words.toArray(String[]::new));
  }

  Platform platform() {
    return platform;
  }

  Api api() {
    return api;
  }

  /// Where people pay.
  Till till() {
    return till;
  }

  /// The directory of this operator's own games.
  Path games() {
    return platform.config().home().resolve("games");
  }

  /// Where droplets come from.
  Cloud cloud() {
    return new Cloud(platform.config().ports().simulator());
  }

  WorkflowClient temporal() {
    return temporal;
  }

  /// A lobby that sleeps and can be joined. The proxy hears of it a moment after the api, and until
  /// then answers at its port for the server of an earlier test that had the port too.
  String sleepingLobby(Map<String, Object> settings) {
    var named = new TreeMap<>(settings);
    named.putIfAbsent("motd", "lobby " + UUID.randomUUID());
    var motd = named.get("motd").toString();
    var id = api.createLobby(named);
    api.awaitState(id, "ASLEEP", seconds(60));
    var port = api.port(id);
    Awaitility.await()
        .atMost(seconds(60))
        .ignoreExceptions()
        .until(() -> Clients.status(port).path("motd").asText().contains(motd));
    return id;
  }

  void kill(Part part) {
    platform.process(part).killHard();
  }

  void awaitHealthy() {
    try {
      platform.awaitHealthy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// What the history of a server's current run holds.
  List<HistoryEvent> history(String serverId) {
    return temporal.fetchHistory(WorkflowIds.server(serverId)).getEvents();
  }

  /// What the engine keeps of one server, each line one thing, for example `container running`. An
  /// engine that a test has killed is asked once it is back.
  List<String> remains(String serverId) {
    awaitHealthy();
    return Docker.of(platform).remains(platform.installation(), serverId);
  }

  /// Where a server stands, in one line, for a test that failed: what the api says of it, what its
  /// workflow waits for, what the engine keeps.
  String story(String serverId) {
    var pending =
        temporal
            .getWorkflowServiceStubs()
            .blockingStub()
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(temporal.getOptions().getNamespace())
                    .setExecution(
                        WorkflowExecution.newBuilder().setWorkflowId(WorkflowIds.server(serverId)))
                    .build())
            .getPendingActivitiesList();
    var standing = Docker.of(platform).standing(platform.installation(), serverId);
    return ("api: " + api.server(serverId) + "; pending: " + pending + "; engine: " + standing)
        .replaceAll("\\s+", " ");
  }

  /// The container that a server runs in now.
  Docker.Running container(String serverId) {
    return Docker.of(platform).running(platform.installation(), serverId);
  }

  /// Makes the engine's own book say that a container does not run. While the engine is down.
  void forgetThatItRuns(String containerId) throws IOException {
    var book =
        platform
            .config()
            .home()
            .resolve("data/docker/data/containers")
            .resolve(containerId)
            .resolve("config.v2.json");
    var before = Files.readString(book);
    var after = before.replace("\"Running\":true", "\"Running\":false");
    assertThat(after).isNotEqualTo(before);
    Files.writeString(book, after);
  }

  static Duration seconds(long n) {
    return Duration.ofSeconds(n);
  }
}
