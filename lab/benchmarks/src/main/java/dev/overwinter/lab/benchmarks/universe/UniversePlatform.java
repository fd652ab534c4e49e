package dev.overwinter.lab.benchmarks.universe;

import dev.overwinter.durable.Payloads;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Installation;
import dev.overwinter.lab.benchmarks.parts.Machine;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A whole platform with one universe of the classic rules, in which everybody may register and ask
/// as often as they like. Safe for use by many threads.
final class UniversePlatform implements AutoCloseable {
  private static final double TICKS_PER_SECOND = 100;
  private static final double KIB_PER_MB = 1024;

  private final Installation installation;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WorkflowServiceStubs temporal;
  private final WorkflowClient workflows;

  private UniversePlatform(Installation installation) {
    this.installation = installation;
    temporal =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + installation.get("OVERWINTER_TEMPORAL_PORT"))
                .build());
    workflows =
        WorkflowClient.newInstance(
            temporal,
            WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
  }

  /// Starts it as it is on every later start, with start-up caches.
  ///
  /// @param speed how much faster the universe runs than its rules say
  static UniversePlatform up(Checkout checkout, Path scratch, double speed)
      throws IOException, InterruptedException {
    var installation = open(checkout, scratch, speed);
    installation.upWarm();
    return begun(installation);
  }

  /// The same for players by script: flights take seconds, too.
  static UniversePlatform chaotic(Checkout checkout, Path scratch, double speed)
      throws IOException, InterruptedException {
    var installation = open(checkout, scratch, speed);
    installation.set("OVERWINTER_WORKER_UNIVERSE_SPEED_FLEET", "500");
    installation.set("OVERWINTER_WORKER_UNIVERSE_SPEED_RESEARCH", Double.toString(speed));
    installation.run("up", "-d");
    return begun(installation);
  }

  private static Installation open(Checkout checkout, Path scratch, double speed)
      throws IOException {
    var installation = new Installation(checkout, scratch);
    installation.set("OVERWINTER_API_SIGN_UP", "open");
    installation.set("OVERWINTER_API_ACCOUNTS_PER_HOUR", "1000000");
    installation.set("OVERWINTER_API_RATE_PER_MINUTE", "1000000");
    installation.set("RATE_LIMIT_PER_MINUTE", "9999999");
    installation.set("OVERWINTER_WORKER_UNIVERSE_SPEED_ECONOMY", Double.toString(speed));
    return installation;
  }

  private static UniversePlatform begun(Installation installation)
      throws IOException, InterruptedException {
    var platform = new UniversePlatform(installation);
    platform.awaitServing(Duration.ofMinutes(2));
    // When a row was written, beside when it happened: what tells lateness, whoever dies meanwhile.
    platform.execute(
        "ALTER TABLE universe_events ADD COLUMN written timestamptz DEFAULT clock_timestamp()");
    return platform;
  }

  int apiPort() {
    return Integer.parseInt(installation.get("OVERWINTER_API_PORT"));
  }

  /// How to order without the api.
  WorkflowClient workflows() {
    return workflows;
  }

  /// kill -9 of one of its processes with its whole group; its launcher starts it again.
  ///
  /// @param part for example `worker`
  void kill(String part) throws IOException, InterruptedException {
    var record = installation.home().resolve("run/" + part + ".process");
    if (Files.exists(record)) {
      var killing = List.of("kill", "-9", "--", "-" + pid(part));
      new ProcessBuilder(killing).redirectErrorStream(true).start().waitFor();
    }
  }

  private String pid(String part) throws IOException {
    return Files.readString(installation.home().resolve("run/" + part + ".process"))
        .split(" ", 2)[0];
  }

  /// Resident MB of one of its processes.
  double residentMb(String part) throws IOException {
    return Machine.kib(Path.of("/proc", pid(part), "smaps_rollup"), "Rss:") / KIB_PER_MB;
  }

  /// CPU seconds that one of its processes has used.
  double cpuSeconds(String part) throws IOException {
    var stat = Files.readString(Path.of("/proc", pid(part), "stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /// Everything that its Temporal server counts as an action, by kind.
  Map<String, Double> actions() throws IOException, InterruptedException {
    return TemporalActions.of(installation.home().resolve("logs/temporal.log"), http);
  }

  /// Whether its database, Temporal, worker and api all do their work.
  boolean serves() {
    return answers("OVERWINTER_WORKER_METRICS_PORT", "/healthz")
        && answers("OVERWINTER_API_PORT", "/actuator/health/readiness")
        && isTrue(() -> number("SELECT 1") == 1)
        && isTrue(() -> temporal.healthCheck().isInitialized());
  }

  private boolean answers(String port, String path) {
    return isTrue(() -> {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + installation.get(port) + path))
              .timeout(Duration.ofSeconds(2))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    });
  }

  private interface Question {
    boolean ask() throws IOException, InterruptedException;
  }

  private static boolean isTrue(Question question) {
    try {
      return question.ask();
    } catch (IOException | RuntimeException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Waits until all of it works, or the time is over.
  boolean awaitServing(Duration atMost) throws InterruptedException {
    return await(atMost, this::serves);
  }

  /// Waits for something, and returns whether it was so in time.
  static boolean await(Duration atMost, BooleanSupplier what) throws InterruptedException {
    var until = Instant.now().plus(atMost);
    while (!what.getAsBoolean()) {
      if (Instant.now().isAfter(until)) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return true;
  }

  /// How many planets, researchers and fleets wait for something that is due.
  long overdue() throws IOException {
    return number(
        """
        SELECT (SELECT count(*) FROM universe_planets WHERE due_at < now())
          + (SELECT count(*) FROM universe_players WHERE research_due < now())
          + (SELECT count(*) FROM universe_fleets WHERE due_at < now())
        """);
  }

  /// One number from its database.
  long number(String question) throws IOException {
    try (var connection = connect();
        var query = connection.prepareStatement(question);
        var rows = query.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /// Changes its database.
  void execute(String change) throws IOException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(change);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  Connection connect() throws SQLException, IOException {
    var url =
        "jdbc:postgresql://127.0.0.1:%s/overwinter?reWriteBatchedInserts=true"
            .formatted(installation.get("OVERWINTER_POSTGRES_PORT"));
    var password =
        Files.readString(installation.home().resolve("secrets/database-password")).strip();
    return DriverManager.getConnection(url, "overwinter", password);
  }

  @Override
  public void close() throws IOException {
    temporal.shutdownNow();
    http.shutdownNow();
    try {
      installation.run("down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
