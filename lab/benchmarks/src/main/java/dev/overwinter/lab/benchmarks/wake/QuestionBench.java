package dev.overwinter.lab.benchmarks.wake;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.ControlPlane;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.parts.Ports;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Samples;
import dev.overwinter.lab.benchmarks.report.Table;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import dev.overwinter.servers.workflow.ServerWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// The same question to the workflow of an awake server, asked in two ways until the answer is
/// known: by the Update `wake`, and by signal-with-start followed by queries. The workflow, the
/// Temporal server and its database are real; docs/decisions/0001 rests on these figures.
public final class QuestionBench implements Bench {
  private static final int WARM_UP = 50;
  private static final int QUESTIONS = 300;
  private static final String SERVER = "asked";
  private static final String PROXY = "bench";

  private long seq = 1;

  @Override
  public String name() {
    return "question";
  }

  @Override
  public String summary() {
    return "an Update against signal-with-start and queries, " + QUESTIONS + " each (1 minute)";
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    try (var plane = ControlPlane.start(checkout, scratch, new Endpoint("127.0.0.1", 9))) {
      var server = plane.create(SERVER, GameProtocol.MINECRAFT_JAVA, Ports.free());
      if (!(server.wake(new WakeRequest("bench", claim(), true)) instanceof WakeOutcome.Ready)) {
        throw new IOException("the server did not wake");
      }
      leave(server);
      var update = ask("update", plane.client(), server, report, this::update);
      var signal = ask("signal-with-start", plane.client(), server, report, this::signal);
      var table = new Table("until the answer is known, ms", "p50", "p99", "max", "events each");
      row(table, "Update wake", update);
      row(table, "signal-with-start, then queries", signal);
      report.table(table);
      report.say(
          "  update / signal-with-start, p50: %s",
          number(update.millis.percentile(50) / signal.millis.percentile(50)));
    }
  }

  /// One way to ask.
  private interface Way {
    void ask(WorkflowClient client, ServerWorkflow server);
  }

  /// What one way took.
  private record Asked(Samples millis, double events) {}

  private Asked ask(
      String what, WorkflowClient client, ServerWorkflow server, Report report, Way way) {
    var millis = new Samples();
    var events = 0L;
    for (var n = 1 - WARM_UP; n <= QUESTIONS; n++) {
      var before = events(client);
      var began = System.nanoTime();
      way.ask(client, server);
      var took = (System.nanoTime() - began) / 1e6;
      // A run that has ended meanwhile begins to count anew: left out.
      var more = events(client) - before;
      if (n > 0 && more > 0) {
        millis.add(took);
        events += more;
        report.row(what, Map.of("n", n, "millis", took));
      }
      leave(server);
    }
    return new Asked(millis, (double) events / millis.count());
  }

  private void update(WorkflowClient client, ServerWorkflow server) {
    var _ = server.wake(new WakeRequest("bench", claim(), true));
  }

  private void signal(WorkflowClient client, ServerWorkflow server) {
    var options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.SERVERS)
            .setWorkflowId(WorkflowIds.server(SERVER))
            .build();
    // It runs already, so its input is never looked at.
    var _ =
        client
            .newUntypedWorkflowStub("Server", options)
            .signalWithStart("playersJoined", new Object[] {claim()}, new Object[0]);
    while (!server.status().occupancy().occupied()) {
      Thread.onSpinWait();
    }
  }

  private void leave(ServerWorkflow server) {
    server.playersLeft(claim());
    while (server.status().occupancy().occupied()) {
      Thread.onSpinWait();
    }
  }

  private ProxyClaim claim() {
    return new ProxyClaim(PROXY, seq++);
  }

  private static long events(WorkflowClient client) {
    return client
        .newUntypedWorkflowStub(WorkflowIds.server(SERVER))
        .describe()
        .getWorkflowExecutionInfo()
        .getHistoryLength();
  }

  private static void row(Table table, String what, Asked asked) {
    table.row(
        what,
        number(asked.millis.percentile(50)),
        number(asked.millis.percentile(99)),
        number(asked.millis.most()),
        number(asked.events));
  }
}
