package dev.overwinter.lab.benchmarks.parts;

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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A whole platform that runs: its processes, what they use, and its database. Safe for use by many
/// threads. Closing it takes it down.
public class RunningPlatform implements AutoCloseable {
  private static final double TICKS_PER_SECOND = 100;
  private static final double KIB_PER_MB = 1024;

  private final Installation installation;
  private final HttpClient http = HttpClient.newHttpClient();

  /// @param installation that is up
  public RunningPlatform(Installation installation) {
    this.installation = installation;
  }

  /// What it was started with.
  protected final Installation installation() {
    return installation;
  }

  /// For short questions.
  protected final HttpClient http() {
    return http;
  }

  /// Where its api listens.
  public final int apiPort() {
    return Integer.parseInt(installation.get("OVERWINTER_API_PORT"));
  }

  /// kill -9 of one of its processes with its whole group; its launcher starts it again.
  ///
  /// @param part for example `worker`
  public final void kill(String part) throws IOException, InterruptedException {
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
  public final double residentMb(String part) throws IOException {
    return Machine.kib(Path.of("/proc", pid(part), "smaps_rollup"), "Rss:") / KIB_PER_MB;
  }

  /// CPU seconds that one of its processes has used.
  public final double cpuSeconds(String part) throws IOException {
    var stat = Files.readString(Path.of("/proc", pid(part), "stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /// Whether its database, Temporal, worker and api all do their work.
  public boolean serves() {
    return answers("OVERWINTER_WORKER_METRICS_PORT", "/healthz")
        && answers("OVERWINTER_API_PORT", "/actuator/health/readiness")
        && Ports.answers(Integer.parseInt(installation.get("OVERWINTER_TEMPORAL_PORT")))
        && isTrue(() -> number("SELECT 1") == 1);
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

  /// Something that can be asked while processes come and go.
  protected interface Question {
    /// Whether it is so.
    boolean ask() throws IOException, InterruptedException;
  }

  /// The answer; false when there is none.
  protected static boolean isTrue(Question question) {
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
  public final boolean awaitServing(Duration atMost) throws InterruptedException {
    return await(atMost, this::serves);
  }

  /// Waits for something, and returns whether it was so in time.
  public static boolean await(Duration atMost, BooleanSupplier what) throws InterruptedException {
    var until = Instant.now().plus(atMost);
    while (!what.getAsBoolean()) {
      if (Instant.now().isAfter(until)) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return true;
  }

  /// One number from its database.
  public final long number(String question) throws IOException {
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
  public final void execute(String change) throws IOException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(change);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /// A connection of its own to its database.
  public final Connection connect() throws SQLException, IOException {
    var url =
        "jdbc:postgresql://127.0.0.1:%s/overwinter?reWriteBatchedInserts=true"
            .formatted(installation.get("OVERWINTER_POSTGRES_PORT"));
    var password =
        Files.readString(installation.home().resolve("secrets/database-password")).strip();
    return DriverManager.getConnection(url, "overwinter", password);
  }

  @Override
  public void close() throws IOException {
    http.shutdownNow();
    try {
      installation.run("down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
