package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.parts.JavaApp;
import dev.overwinter.lab.launcher.parts.Secrets;
import dev.overwinter.lab.launcher.parts.Trees;
import dev.overwinter.lab.launcher.process.HealthCheck;
import dev.overwinter.lab.launcher.process.ProcessRecord;
import dev.overwinter.lab.launcher.process.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes the ahead-of-time caches: runs each program once more, at the lowest priority and beside
/// the real one, until it is healthy, and ends it; the JVM then writes what it loaded and linked.
///
/// The rehearsal has its own ports, database and Temporal namespace on the servers that run
/// already, and an installation id of its own, so that it can neither take work from the real one
/// nor touch its containers.
final class Training {

  /// The name of a rehearsal's process record.
  static final String STAGE = "rehearsal";

  private static final Duration HEALTHY_WITHIN = Duration.ofMinutes(5);
  // At its end the JVM starts another one that writes the cache; at idle priority beside a build:
  // 40 s.
  private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(10);

  private final Assembly assembly;
  private final Consumer<String> news;

  private volatile boolean cancelled;
  private volatile @Nullable Process running;

  Training(Assembly assembly, Consumer<String> news) {
    this.assembly = assembly;
    this.news = news;
  }

  /// Makes those that are missing. A failure is told and is no harm: starts are slower then.
  void run() throws InterruptedException {
    for (var part : List.of(Part.SIMULATOR, Part.API, Part.WORKER, Part.PROXY)) {
      if (assembly.config().parts().contains(part)) {
        try {
          train(part);
        } catch (IOException | SQLException e) {
          if (cancelled) {
            return;
          }
          news.accept("no start-up cache for " + part.processName() + ": " + e.getMessage());
        }
      }
    }
  }

  /// Ends a rehearsal that runs, at once; there is none afterwards.
  void cancel() {
    cancelled = true;
    var process = running;
    if (process != null) {
      Signals.killGroup(process.pid());
    }
  }

  private void train(Part part) throws IOException, SQLException, InterruptedException {
    var app = Assembly.app(part, assembly.config());
    if (Files.exists(app.cache()) || cancelled) {
      return;
    }
    Files.createDirectories(app.cache().getParent());
    assembly.temporal().ensureNamespace(STAGE);
    assembly.postgres().ensureDatabase(STAGE);
    var draft = app.cache().resolveSibling(app.cache().getFileName() + ".new");
    var home = assembly.config().home().resolve("run/rehearsal");
    Trees.delete(home);
    Files.createDirectories(home);
    try {
      rehearse(part, app, home, draft);
      Files.move(draft, app.cache(), StandardCopyOption.ATOMIC_MOVE);
      news.accept(part.processName() + ": start-up cache made, its next start is faster");
    } finally {
      Trees.delete(home);
    }
  }

  private void rehearse(Part part, JavaApp app, Path home, Path draft)
      throws IOException, InterruptedException {
    var ports = Ports.unused();
    var command = new ArrayList<>(List.of("setsid", "nice", "-n", "19"));
    command.addAll(app.training(draft));
    var log = home.resolve("log").toFile();
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
    builder.environment().clear();
    builder.environment().putAll(words(part, ports, home));
    var process = builder.start();
    running = process;
    var records = assembly.config().home().resolve("run");
    ProcessRecord.remember(records, STAGE, process.pid());
    if (cancelled) {
      cancel(); // it came between
    }
    try {
      awaitHealth(part, ports, process);
    } finally {
      Signals.end(process.toHandle(), "TERM", WRITTEN_WITHIN);
      running = null;
      ProcessRecord.forget(records, STAGE);
    }
    if (!Files.exists(draft)) {
      throw new IOException(Files.readString(log.toPath()).lines().reduce("", (_, last) -> last));
    }
  }

  private void awaitHealth(Part part, Ports ports, Process process)
      throws IOException, InterruptedException {
    var api = ApiAddress.of(assembly.config().withPorts(ports));
    var check =
        part == Part.API
            ? api.health("/healthz")
            : HealthCheck.http(port(part, ports), "/healthz", "/metrics");
    var deadline = System.nanoTime() + HEALTHY_WITHIN.toNanos();
    while (!check.isHealthy()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("the rehearsal of " + part.processName() + " never was healthy");
      }
      Thread.sleep(Duration.ofMillis(300));
    }
    if (part == Part.API) {
      for (var page : List.of("/", "/login", "/openapi.json", "/actuator/prometheus")) {
        api.health(page).isHealthy(); // what a person opens first
      }
    }
  }

  private Map<String, String> words(Part part, Ports ports, Path home) throws IOException {
    // Alone: a worker that rehearses has no droplets, not even simulated ones.
    var config = assembly.config().withHome(home).withPorts(ports).withParts(Set.of(part));
    var secrets = new Secrets(home.resolve("secrets"));
    secrets.get("proxy-token");
    secrets.ensureRing(Environments.ROOMS_KEYS);
    Files.copy(assembly.secrets().file("database-password"), secrets.file("database-password"));
    var words =
        new Environments(
            config,
            secrets,
            STAGE,
            assembly.temporalTarget(),
            STAGE,
            assembly.postgres().url(STAGE),
            null);
    return switch (part) {
      case SIMULATOR -> words.simulator();
      case API -> words.api();
      case WORKER -> words.worker(assembly.lobbyImage());
      case PROXY -> words.proxy();
      case DOCKERD, POSTGRES, TEMPORAL -> throw new IllegalArgumentException("no JVM: " + part);
    };
  }

  private static int port(Part part, Ports ports) {
    return switch (part) {
      case SIMULATOR -> ports.simulator();
      case API -> ports.api();
      case WORKER -> ports.workerMetrics();
      case PROXY -> ports.proxyMetrics();
      case DOCKERD, POSTGRES, TEMPORAL -> throw new IllegalArgumentException("no JVM: " + part);
    };
  }
}
