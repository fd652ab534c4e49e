package dev.overwinter.lab.benchmarks.universe;

import dev.overwinter.durable.Payloads;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Installation;
import dev.overwinter.lab.benchmarks.parts.RunningPlatform;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A whole platform with one universe of the classic rules, in which everybody may register and ask
/// as often as they like. Safe for use by many threads.
final class UniversePlatform extends RunningPlatform {
  private final WorkflowServiceStubs temporal;
  private final WorkflowClient workflows;

  private UniversePlatform(Installation installation) {
    super(installation);
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

  /// How to order without the api.
  WorkflowClient workflows() {
    return workflows;
  }

  /// Everything that its Temporal server counts as an action, by kind.
  Map<String, Double> actions() throws IOException, InterruptedException {
    return TemporalActions.of(installation().home().resolve("logs/temporal.log"), http());
  }

  @Override
  public boolean serves() {
    return super.serves() && isTrue(() -> temporal.healthCheck().isInitialized());
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

  @Override
  public void close() throws IOException {
    temporal.shutdownNow();
    super.close();
  }
}
