package dev.overwinter.lab.benchmarks.sessions;

import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Installation;
import dev.overwinter.lab.benchmarks.parts.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A whole platform with room for many sessions: the simulator in place of DigitalOcean, everything
/// else as it is.
final class SessionsPlatform implements AutoCloseable {
  private static final String WORKER = "OVERWINTER_WORKER_DIGITALOCEAN_";
  private static final String SIMULATOR = "OVERWINTER_SIMULATOR_";

  private final Installation installation;

  private SessionsPlatform(Installation installation) {
    this.installation = installation;
  }

  /// Starts it.
  ///
  /// @param heartbeatSeconds of its games
  /// @param silentSeconds after which one counts as dead
  /// @param warm how many are kept up for whoever comes
  /// @param timed whether what it takes is measured, so that it has to be as on every later start
  static SessionsPlatform up(
      Checkout checkout,
      Path scratch,
      int heartbeatSeconds,
      int silentSeconds,
      int warm,
      boolean timed)
      throws IOException, InterruptedException {
    var installation = new Installation(checkout, scratch);
    installation.set("OVERWINTER_API_TRUSTED_PROXY", "127.0.0.1");
    installation.set(WORKER + "HEARTBEAT_SECONDS", Integer.toString(heartbeatSeconds));
    installation.set(WORKER + "SILENT_SECONDS", Integer.toString(silentSeconds));
    installation.set(WORKER + "EMPTY_SECONDS", "36000");
    installation.set(WORKER + "REGIONS", "nyc3,fra1,ams3");
    installation.set(WORKER + "WARM", Integer.toString(warm));
    installation.set(WORKER + "MAX_DROPLETS", "2000");
    installation.set(WORKER + "MAX_PER_OWNER", "2000");
    installation.set(WORKER + "MAX_PER_HOUR", "1000");
    installation.set(WORKER + "SPEND_CAP", "100000");
    installation.set(SIMULATOR + "DROPLET_LIMIT", "3000");
    installation.set(SIMULATOR + "REQUESTS_PER_MINUTE", "100000000");
    installation.set(SIMULATOR + "REQUESTS_PER_HOUR", "100000000");
    var platform = new SessionsPlatform(installation);
    if (timed) {
      installation.upWarm();
    } else {
      installation.run("up", "-d");
    }
    platform.raiseBudgetOfCalls();
    return platform;
  }

  /// A real account may ask 250 times a minute, which would make the setting of the scene last an
  /// hour.
  private void raiseBudgetOfCalls() throws IOException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE session_budget SET minute_limit = 100000, hour_limit = 1000000");
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  String api() {
    return installation.api();
  }

  int apiPort() {
    return Integer.parseInt(installation.get("OVERWINTER_API_PORT"));
  }

  Provider provider() {
    return new Provider("http://127.0.0.1:" + installation.get("OVERWINTER_SIMULATOR_PORT"));
  }

  /// kill -9 of one of its processes with its whole group; its launcher starts it again.
  void kill(String part) throws IOException, InterruptedException {
    var record = installation.home().resolve("run/" + part + ".process");
    if (Files.exists(record)) {
      var pid = Files.readString(record).split(" ", 2)[0];
      var killing = List.of("kill", "-9", "--", "-" + pid);
      new ProcessBuilder(killing).redirectErrorStream(true).start().waitFor();
    }
  }

  /// Waits until all of its processes accept connections, or the time is over.
  void awaitServing(Duration atMost) throws InterruptedException {
    var ports =
        List.of("API", "TEMPORAL", "POSTGRES", "WORKER_METRICS").stream()
            .map(part -> Integer.parseInt(installation.get("OVERWINTER_" + part + "_PORT")))
            .toList();
    var until = Instant.now().plus(atMost);
    while (!ports.stream().allMatch(Ports::answers) && Instant.now().isBefore(until)) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  /// How many sessions are not over.
  int live() throws IOException {
    return (int) number("SELECT count(*) FROM sessions WHERE over_at IS NULL");
  }

  /// How many wait for somebody.
  int warm() throws IOException {
    return (int) number("SELECT count(*) FROM sessions WHERE state = 'WARM' AND over_at IS NULL");
  }

  /// How many droplets the platform itself found to be nobody's.
  long orphans() throws IOException {
    return number("SELECT count(*) FROM session_orphans");
  }

  /// What accounts were charged for, a session.
  Map<String, Duration> charged() throws IOException {
    var all = new HashMap<String, Duration>();
    try (var connection = connect();
        var query =
            connection.prepareStatement(
                """
                SELECT run, sum(extract(epoch FROM until - since)) * 1000 AS millis
                  FROM billing_uses WHERE use = 'SESSION' GROUP BY run
                """);
        var rows = query.executeQuery()) {
      while (rows.next()) {
        all.put(rows.getString("run"), Duration.ofMillis(rows.getLong("millis")));
      }
      return all;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private long number(String question) throws IOException {
    try (var connection = connect();
        var query = connection.prepareStatement(question);
        var rows = query.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private Connection connect() throws SQLException, IOException {
    var url =
        "jdbc:postgresql://127.0.0.1:%s/overwinter"
            .formatted(installation.get("OVERWINTER_POSTGRES_PORT"));
    var password =
        Files.readString(installation.home().resolve("secrets/database-password")).strip();
    return DriverManager.getConnection(url, "overwinter", password);
  }

  @Override
  public void close() throws IOException {
    try {
      installation.run("down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
