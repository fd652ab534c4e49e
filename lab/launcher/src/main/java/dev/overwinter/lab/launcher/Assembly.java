package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.parts.DockerEngine;
import dev.overwinter.lab.launcher.parts.GameFence;
import dev.overwinter.lab.launcher.parts.JavaApp;
import dev.overwinter.lab.launcher.parts.LobbyImage;
import dev.overwinter.lab.launcher.parts.LuantiImage;
import dev.overwinter.lab.launcher.parts.Postgres;
import dev.overwinter.lab.launcher.parts.ProxySeats;
import dev.overwinter.lab.launcher.parts.Secrets;
import dev.overwinter.lab.launcher.parts.Temporal;
import dev.overwinter.lab.launcher.process.HealthCheck;
import dev.overwinter.lab.launcher.process.PortCheck;
import dev.overwinter.lab.launcher.process.ProcessRecord;
import dev.overwinter.lab.launcher.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts the parts of one installation together: who listens where, who is told what.
final class Assembly {

  private static final String HEALTH = "/healthz";
  // Longer than OVERWINTER_PROXY_DRAIN, in which players may finish what they do.
  static final Duration PROXY_DRAINS = Duration.ofSeconds(45);

  /// `off` leaves this machine's packet filter alone.
  static final String FENCE = "OVERWINTER_GAME_FENCE";

  // The worker's own default.
  private static final String GAME_SUBNETS = "10.213.0.0/16";

  private final PlatformConfig config;
  private final Secrets secrets;
  private final String installation;
  private final Consumer<String> news;
  private final @Nullable Membership membership;

  private @Nullable Postgres postgres;
  private @Nullable Path lobbyImage;

  Assembly(PlatformConfig config, String installation, Consumer<String> news) {
    this.config = config;
    this.installation = installation;
    this.news = news;
    this.secrets = new Secrets(config.home().resolve("secrets"));
    this.membership = Membership.of(config.home()).orElse(null);
  }

  PlatformConfig config() {
    return config;
  }

  Secrets secrets() {
    return secrets;
  }

  /// Returns whose node it is; null when it is a platform of its own.
  @Nullable Membership membership() {
    return membership;
  }

  String temporalTarget() {
    if (membership != null) {
      return membership.temporalTarget();
    }
    return Temporal.reachedAt(config.temporalBind()) + ":" + config.ports().temporal();
  }

  String databaseUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/%s"
        .formatted(config.ports().postgres(), Postgres.OVERWINTER);
  }

  /// Returns where its droplets come from.
  DigitalOcean cloud() {
    return DigitalOcean.of(config);
  }

  /// Returns what game sessions may spend at DigitalOcean, as the worker will have it; empty when
  /// droplets are simulated.
  List<String> spending() throws IOException, InterruptedException {
    if (membership != null || !cloud().isReal()) {
      return List.of();
    }
    cloud().keepToken(secrets);
    var tool = app(Part.WORKER).tool("dev.overwinter.worker.SpendMain", words().worker(null));
    return tool.lines().toList();
  }

  String adminToken() throws IOException, InterruptedException {
    var secretsOfApi = Map.of("OVERWINTER_API_SECRETS", secrets.directory().toString());
    return app(Part.API).tool("dev.overwinter.api.TokenMain", secretsOfApi);
  }

  /// Says in one line which port is taken and by whom; ports of a left-over child of ours are no
  /// matter.
  void checkPorts() {
    var p = config.ports();
    checkPort(Part.POSTGRES, p.postgres(), "OVERWINTER_POSTGRES_PORT");
    checkPort(Part.TEMPORAL, p.temporal(), "OVERWINTER_TEMPORAL_PORT");
    checkPort(Part.TEMPORAL, p.temporalUi(), "OVERWINTER_TEMPORAL_UI_PORT");
    checkPort(Part.SIMULATOR, p.simulator(), "OVERWINTER_SIMULATOR_PORT");
    checkPort(Part.API, p.api(), "OVERWINTER_API_PORT");
    checkPort(Part.WORKER, p.workerMetrics(), "OVERWINTER_WORKER_METRICS_PORT");
    checkPort(Part.PROXY, p.proxyMetrics(), "OVERWINTER_PROXY_METRICS_PORT");
    if (config.parts().contains(Part.API)) { // a node has no demo server
      checkPort(Part.PROXY, p.lobby(), "OVERWINTER_LOBBY_PORT");
    }
  }

  private void checkPort(Part part, int port, String key) {
    var left =
        ProcessRecord.read(config.home().resolve("run"), part.processName())
            .flatMap(ProcessRecord::find);
    if (config.parts().contains(part) && left.isEmpty()) {
      PortCheck.requireFree(port, key);
    }
  }

  /// Makes what the first start needs: PostgreSQL unpacked and with a cluster, secrets that two
  /// parts share.
  void prepare() throws IOException, InterruptedException {
    secrets.get(
        "proxy-token"); // api and proxy start together, neither may have to wait for the other
    if (membership == null) {
      cloud().keepToken(secrets);
      secrets.ensureRing(Environments.ROOMS_KEYS);
    }
    if (config.parts().contains(Part.POSTGRES)) {
      var data = config.home().resolve("data/postgres");
      if (!Files.exists(data)) {
        news.accept("postgres: making a new cluster in " + data);
      }
      postgres =
          Postgres.install(
              config.shared().resolve("tools"), data, secrets, config.ports().postgres());
    }
    if (config.parts().contains(Part.WORKER)) {
      lobbyImage = LobbyImage.file(config.checkout(), config.shared());
    }
  }

  /// Returns what keeps games from this machine's own ports; empty when the operator does without.
  Optional<GameFence> fence() {
    if ("off".equals(config.environment().getOrDefault(FENCE, ""))) {
      return Optional.empty();
    }
    var subnets = config.environment().getOrDefault("OVERWINTER_WORKER_SUBNETS", GAME_SUBNETS);
    var platform = membership == null ? "" : membership.temporalHost();
    return Optional.of(new GameFence(installation, subnets, platform));
  }

  /// Gives Docker the images that are made on this machine, and makes the demo server's when it
  /// changed: seconds of work that no process waits for.
  void installImages() throws InterruptedException {
    if (lobbyImage == null) {
      return;
    }
    if (!Files.exists(lobbyImage)) {
      news.accept("assembling the demo server's image from this machine's JDK, once");
    }
    var docker = new DockerEngine(config.docker());
    try {
      LobbyImage.install(config.checkout(), lobbyImage, docker);
      LuantiImage.install(config.shared(), docker);
    } catch (IOException e) {
      // Other games need no lobby: the platform is worth starting without it.
      news.accept("an image is missing: " + e.getMessage());
    }
  }

  ProcessSpec spec(Part part) throws IOException {
    return switch (part) {
      case DOCKERD -> dockerd();
      case POSTGRES -> Objects.requireNonNull(postgres).spec();
      case TEMPORAL -> temporal().spec();
      case SIMULATOR -> started(part, words().simulator(), config.ports().simulator());
      case API -> started(part, words().api(), ApiAddress.of(config).health(HEALTH));
      case WORKER -> started(part, words().worker(lobbyImage), config.ports().workerMetrics());
      case PROXY ->
          started(part, words().proxy(), config.ports().proxyMetrics())
              .stoppedBy("TERM", PROXY_DRAINS);
    };
  }

  /// Returns a proxy that comes up beside another one, from the build of now.
  ProcessSpec successor(ProcessHandle predecessor) throws IOException {
    var seats = new ProxySeats(Environments.proxySeats(config));
    var health = seats.readyBeside(predecessor.pid());
    return spec(Part.PROXY).healthyBy(health);
  }

  HealthCheck metricsOfProxy() {
    return HealthCheck.http(config.ports().proxyMetrics(), HEALTH);
  }

  Postgres postgres() {
    return Objects.requireNonNull(postgres);
  }

  @Nullable Path lobbyImage() {
    return lobbyImage;
  }

  Temporal temporal() throws IOException {
    var cli = Temporal.find(config.shared().resolve("tools"), System.getenv());
    var data = config.home().resolve("data/temporal");
    return new Temporal(
        cli,
        data,
        config.temporalBind(),
        config.ports().temporal(),
        config.ports().temporalUi(),
        ApiAddress.shown(config) + "/api/rooms/codec");
  }

  static JavaApp app(Part part, PlatformConfig config) throws IOException {
    var name = part.processName();
    if (part == Part.SIMULATOR) {
      var mainClass = "dev.overwinter.lab.simulators.SimulatorMain";
      return JavaApp.of(config.checkout(), "lab/simulators", mainClass, config.shared());
    }
    var letter = name.substring(0, 1).toUpperCase(Locale.ROOT);
    var mainClass = "dev.overwinter.%s.%s%sMain".formatted(name, letter, name.substring(1));
    return JavaApp.of(config.checkout(), name, mainClass, config.shared())
        .with(Heap.flags(name, config.environment()));
  }

  private JavaApp app(Part part) throws IOException {
    return app(part, config);
  }

  private Environments words() {
    var namespace = membership == null ? Temporal.NAMESPACE : membership.namespace();
    return new Environments(
        config, secrets, installation, temporalTarget(), namespace, databaseUrl(), membership);
  }

  private ProcessSpec dockerd() {
    var engine = new DockerEngine(config.docker());
    return config.isolatedDocker()
        ? engine.isolated(config.home().resolve("data/docker"), news)
        : engine.system(news);
  }

  private ProcessSpec started(Part part, Map<String, String> environment, int port)
      throws IOException {
    return started(part, environment, HealthCheck.http(port, HEALTH, "/metrics"));
  }

  private ProcessSpec started(Part part, Map<String, String> environment, HealthCheck health)
      throws IOException {
    return ProcessSpec.of(part.processName(), app(part)::command, environment, health);
  }
}
