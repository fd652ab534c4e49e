package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.overwinter.billing.workflow.ProveLedgerWorkflow;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.lab.launcher.Part;
import dev.overwinter.lab.launcher.parts.Postgres;
import io.temporal.client.WorkflowOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// kill -9 in the middle of charging and of a payment: what is booked is what the engine saw and
/// what was paid, once.
@Timeout(300)
@Tag("B-02")
@Tag("B-05")
final class BillingAcceptanceTest {
  private final Stage stage = Stage.get();
  private final Api api = stage.api();
  private String server = "";

  /// @param since when the platform says that it began
  /// @param until when it ended
  /// @param metered what it cost
  /// @param booked what the ledger took for it
  private record Use(Instant since, Instant until, long metered, long booked) {}

  @AfterEach
  void remove() {
    stage.awaitHealthy();
    if (!server.isEmpty()) {
      api.delete(server);
      api.awaitState(server, "GONE", seconds(120));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WORKER", "POSTGRES", "TEMPORAL"})
  void aRunIsChargedOnceAndExactly(Part victim) throws Exception {
    server = api.createLobby(Map.of("idle_seconds", 600));
    api.awaitState(server, "ASLEEP", seconds(60));
    api.wake(server);
    // Whatever it is doing with the news that the server runs.
    kill(victim);
    api.awaitState(server, "AWAKE", seconds(120));
    stage.awaitHealthy();
    // Nothing that the stop costs is booked before the kill: the house's book lies open here.
    try (var revenue = connect()) {
      open(revenue, "house/revenue");
      var killed =
          CompletableFuture.runAsync(() -> {
            if (victim == Part.POSTGRES) {
              awaitBooking(revenue);
              stage.kill(victim);
            } else {
              kill(victim);
            }
          });
      Awaitility.await()
          .atMost(seconds(120))
          .ignoreExceptions()
          .until(() ->
              api.send("POST", "/api/servers/" + server + "/hibernate", "").ok()
                  || api.state(server).equals("ASLEEP"));
      killed.get(120, TimeUnit.SECONDS);
    }
    stage.awaitHealthy();
    api.awaitState(server, "ASLEEP", seconds(120));
    isChargedOnceAndExactly();
  }

  @ParameterizedTest
  @EnumSource(names = {"API", "WORKER", "POSTGRES", "TEMPORAL"})
  @Tag("B-03")
  @Tag("B-06")
  void aPaymentIsBookedOnceWhoeverDiesInTheMiddle(Part victim) throws Exception {
    var payer = "payer-" + UUID.randomUUID();
    var payment = "pi_" + UUID.randomUUID();
    CompletableFuture<String> told;
    try (var payments = connect()) {
      open(payments, "house/payments");
      told = CompletableFuture.supplyAsync(() -> stage.till().tellPaid(payment, payer, 5));
      awaitBooking(payments);
      stage.kill(victim);
    }
    stage.awaitHealthy();
    told.get(120, TimeUnit.SECONDS);
    assertThat(stage.till().tellPaid(payment, payer, 5)).isEqualTo("known");
    assertThat(booked(payer)).containsExactlyInAnyOrder("GRANT 1000000000", "DEPOSIT 5000000");
    assertThat(problems()).isEmpty();
  }

  /// The transactions that want to move this book wait until the connection is closed.
  private static void open(Connection connection, String book) throws SQLException {
    connection.setAutoCommit(false);
    try (var lock =
        connection.prepareStatement("select from ledger_accounts where id = ? for update")) {
      lock.setString(1, book);
      lock.executeQuery();
    }
  }

  private static void awaitBooking(Connection connection) {
    Awaitility.await("somebody who waits for the book")
        .atMost(seconds(120))
        .pollDelay(Duration.ZERO)
        .until(() -> {
          try (var waiting =
                  connection.prepareStatement(
                      """
                      select from pg_locks
                      where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))
                      """);
              var rows = waiting.executeQuery()) {
            return rows.next();
          }
        });
  }

  private List<String> booked(String account) throws SQLException {
    try (var connection = connect();
        var query =
            connection.prepareStatement(
                "select kind || ' ' || amount as line from ledger_transfers where account = ?")) {
      query.setString(1, account);
      var found = new ArrayList<String>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString("line"));
        }
      }
      return found;
    }
  }

  private void isChargedOnceAndExactly() {
    var uses =
        Awaitility.await()
            .atMost(seconds(90))
            .ignoreExceptions()
            .until(this::uses, known -> !known.isEmpty());
    var ran = ran();
    assertThat(uses).hasSize(1);
    var use = uses.getFirst();
    assertThat(Duration.between(use.since(), use.until())).isCloseTo(ran, Duration.ofMillis(2));
    var counted = Math.max(ran.toMillis(), Duration.ofMinutes(1).toMillis());
    assertThat(use.metered()).isCloseTo(counted * 500_000 / 3_600_000, within(1L));
    assertThat(use.booked()).isEqualTo(use.metered());
    assertThat(problems()).isEmpty();
  }

  private List<String> problems() {
    var options = WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.BILLING).build();
    return stage.temporal().newWorkflowStub(ProveLedgerWorkflow.class, options).run().problems();
  }

  private void kill(Part victim) {
    var afterMillis = new Random().nextInt(900);
    System.err.println(victim + " is killed after " + afterMillis + " ms");
    CompletableFuture.runAsync(
            () -> stage.kill(victim),
            CompletableFuture.delayedExecutor(afterMillis, TimeUnit.MILLISECONDS))
        .join();
  }

  /// How long the engine itself says that the game ran.
  private Duration ran() {
    var docker = Docker.of(stage.platform());
    var id = docker.run("ps", "-aq", "--filter", "label=dev.overwinter.server=" + server).strip();
    var times =
        docker
            .run("inspect", "-f", "{{.State.StartedAt}} {{.State.FinishedAt}}", id)
            .strip()
            .split(" ", -1);
    return Duration.between(Instant.parse(times[0]), Instant.parse(times[1]));
  }

  private Connection connect() throws SQLException {
    var login = new Properties();
    login.put("user", Postgres.OVERWINTER);
    login.put("password", stage.platform().secrets().get(Postgres.PASSWORD));
    return DriverManager.getConnection(stage.platform().databaseUrl(), login);
  }

  private List<Use> uses() throws Exception {
    try (var connection = connect();
        var query =
            connection.prepareStatement(
                """
                select since, until, metered,
                  (select -sum(amount) from ledger_transfers t
                    where t.server_id = u.server_id and t.meter = u.meter) as booked
                from billing_uses u where server_id = ? and use = 'AWAKE'
                """)) {
      query.setString(1, server);
      var found = new ArrayList<Use>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Use(
                  rows.getTimestamp("since").toInstant(),
                  rows.getTimestamp("until").toInstant(),
                  rows.getLong("metered"),
                  rows.getLong("booked")));
        }
      }
      return found;
    }
  }
}
