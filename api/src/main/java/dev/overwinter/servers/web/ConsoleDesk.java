package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.NodeKeys;
import dev.overwinter.api.auth.Rates;
import dev.overwinter.catalogue.Channels;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.servers.CommandLine;
import dev.overwinter.servers.TellRequest;
import dev.overwinter.servers.Told;
import dev.overwinter.servers.Untold;
import dev.overwinter.servers.workflow.TellGameWorkflow;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Says lines to games and turns what came of it into answers; the same for programs and pages.
@Component
class ConsoleDesk {
  /// What somebody may say to one server: as fast as people type, with a few at once.
  private static final Rates.Budget OF_ONE =
      new Rates.Budget("console lines", 10, Duration.ofSeconds(10));

  /// What all may say to one server together.
  private static final Rates.Budget OF_ALL =
      new Rates.Budget("console lines of all", 30, Duration.ofSeconds(10));

  private static final Duration PATIENCE = Duration.ofSeconds(12);
  // A line that no worker has taken by then is never said, and nothing of it stays open.
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final WorkflowClient workflows;
  private final TemporalCalls calls;
  private final Rates rates;

  ConsoleDesk(WorkflowClient workflows, TemporalCalls calls, Rates rates) {
    this.workflows = workflows;
    this.calls = calls;
    this.rates = rates;
  }

  /// What came of a line that was said.
  ///
  /// @param outcome WRITTEN to its standard input, or ANSWERED
  /// @param answer what the game said to it; none when written, for that is in its log
  record Said(String outcome, List<String> answer) {}

  /// Says a line.
  ///
  /// @param key the Idempotency-Key; null when the client sent none
  /// @throws Problem when it was not said, or nobody can know
  Said say(Actor actor, ServerRow server, String line, @Nullable String key) {
    CommandLine.objection(line)
        .ifPresent(why -> {
          throw Problem.invalid(Map.of("line", why));
        });
    if (!takesCommands(server)) {
      throw refused(Untold.NO_CONSOLE, "its game takes no commands");
    }
    if (!"AWAKE".equals(server.state())) {
      throw refused(Untold.NOT_AWAKE, "it is not awake");
    }
    hold(OF_ONE, server.id() + " " + actor.accountId());
    hold(OF_ALL, server.id());
    var request =
        key == null
            ? Secrets.random()
            : HexFormat.of().formatHex(NodeKeys.hash(actor.accountId() + "\0" + key + "\0" + line));
    var asked = new TellRequest(server.id(), line, actor.name(), request);
    return said(calls.within(PATIENCE, () -> tell(asked), Problem::serverNotFound));
  }

  /// Whether its game takes commands at all.
  static boolean takesCommands(ServerRow server) {
    return server.spec().template().channels().command() != Channels.Command.NONE;
  }

  private void hold(Rates.Budget budget, String who) {
    rates
        .takeOf(budget, who)
        .ifPresent(pause -> {
          throw Problem.of(HttpStatus.TOO_MANY_REQUESTS, "Too many lines at once.")
              .retryAfter(pause);
        });
  }

  private Told tell(TellRequest request) {
    var id = WorkflowIds.tellGame(request.serverId(), request.request());
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(id)
            .setTaskQueue(TaskQueues.SERVERS)
            .setWorkflowRunTimeout(LONGEST)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .build();
    try {
      return workflows.newWorkflowStub(TellGameWorkflow.class, options).run(request);
    } catch (WorkflowExecutionAlreadyStarted repeated) {
      return first(id);
    } catch (WorkflowFailedException ended) {
      return new Told.Unsure("the control plane did not come to it in time");
    }
  }

  /// What came of it the first time.
  private Told first(String id) {
    try {
      return workflows.newUntypedWorkflowStub(id).getResult(Told.class);
    } catch (WorkflowFailedException ended) {
      return new Told.Unsure("the control plane did not come to it in time");
    }
  }

  private static Said said(Told told) {
    return switch (told) {
      case Told.Written _ -> new Said("WRITTEN", List.of());
      case Told.Answered(var lines) -> new Said("ANSWERED", lines);
      case Told.Refused(var why, var reason) -> throw refused(why, reason);
      case Told.Unsure(var reason) ->
          throw Problem.of(HttpStatus.BAD_GATEWAY, "It may have been said: " + reason + ".")
              .code("PERHAPS_SAID");
    };
  }

  private static Problem refused(Untold why, String reason) {
    var detail = "Not said: " + reason + ".";
    return switch (why) {
      case BAD_LINE -> Problem.invalid(Map.of("line", reason));
      case GONE -> Problem.serverNotFound();
      case NOT_AWAKE, NO_CONSOLE, NOT_HEARD ->
          Problem.of(HttpStatus.CONFLICT, detail).code(why.name());
      case NODE_AWAY, TOO_LATE, OTHER ->
          Problem.of(HttpStatus.SERVICE_UNAVAILABLE, detail)
              .code(why.name())
              .retryAfter(Duration.ofSeconds(5));
    };
  }
}
