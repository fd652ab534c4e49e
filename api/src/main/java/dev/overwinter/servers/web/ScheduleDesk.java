package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.api.access.Access;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.NodeKeys;
import dev.overwinter.api.auth.Rates;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.schedules.ChangeOutcome;
import dev.overwinter.schedules.Plan;
import dev.overwinter.schedules.ScheduleChange;
import dev.overwinter.schedules.ScheduleOrder;
import dev.overwinter.schedules.ScheduleRules;
import dev.overwinter.schedules.StepKind;
import dev.overwinter.schedules.workflow.ChangeScheduleWorkflow;
import dev.overwinter.schedules.workflow.RunScheduleWorkflow;
import dev.overwinter.schedules.workflow.ScheduleRun;
import dev.overwinter.servers.CommandLine;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Changes schedules and starts runs, each as a workflow that goes on whatever dies meanwhile; the
/// same for programs and pages. Nobody has a server do by the clock what they may not do by hand.
@Component
class ScheduleDesk {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleDesk.class);
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /// Of one server, by hand.
  private static final Rates.Budget RUNS =
      new Rates.Budget("schedule runs", 6, Duration.ofMinutes(1));

  /// Of one server: each is a workflow and a call to Temporal.
  private static final Rates.Budget CHANGES =
      new Rates.Budget("schedule changes", 60, Duration.ofMinutes(1));

  private final WorkflowClient workflows;
  private final TemporalCalls calls;
  private final ScheduleReads reads;
  private final ServerReads servers;
  private final Rates rates;

  ScheduleDesk(
      WorkflowClient workflows,
      TemporalCalls calls,
      ScheduleReads reads,
      ServerReads servers,
      Rates rates) {
    this.workflows = workflows;
    this.calls = calls;
    this.reads = reads;
    this.servers = servers;
    this.rates = rates;
  }

  /// A server whose schedules an actor may see and change.
  ServerRow server(Actor actor, String id) {
    return servers.find(actor, id, Permission.SCHEDULES).orElseThrow(Problem::serverNotFound);
  }

  /// One of its schedules.
  ScheduleReads.Schedule schedule(ServerRow server, String id) {
    return reads.find(server.id(), id).orElseThrow(ScheduleDesk::gone);
  }

  /// Makes one.
  ///
  /// @param key the Idempotency-Key; null when the client sent none
  ScheduleReads.Schedule create(Actor actor, ServerRow server, Plan plan, @Nullable String key) {
    check(actor, server, plan);
    var request = request(actor, server, "create", key);
    // From the key, so that a repetition makes no second one.
    var id = request.substring(0, 12);
    change(actor, server, id, request, new ScheduleChange.Create(plan));
    return schedule(server, id);
  }

  /// Makes it another one, which runs on this actor's behalf from now on.
  ScheduleReads.Schedule replace(Actor actor, ServerRow server, String id, Plan plan) {
    var _ = schedule(server, id);
    check(actor, server, plan);
    change(actor, server, id, Secrets.random(), new ScheduleChange.Replace(plan));
    return schedule(server, id);
  }

  ScheduleReads.Schedule pause(Actor actor, ServerRow server, String id) {
    var _ = schedule(server, id);
    change(actor, server, id, Secrets.random(), new ScheduleChange.Pause(""));
    return schedule(server, id);
  }

  /// It runs on this actor's behalf from now on.
  ScheduleReads.Schedule resume(Actor actor, ServerRow server, String id) {
    check(actor, server, schedule(server, id).plan());
    change(actor, server, id, Secrets.random(), new ScheduleChange.Resume());
    return schedule(server, id);
  }

  void remove(Actor actor, ServerRow server, String id) {
    var _ = schedule(server, id);
    change(actor, server, id, Secrets.random(), new ScheduleChange.Remove());
  }

  /// Starts a run that the clock has not asked for, also of one that is paused.
  ///
  /// @param key the Idempotency-Key; null when the client sent none
  /// @return its id
  String run(Actor actor, ServerRow server, String id, @Nullable String key) {
    var schedule = schedule(server, id);
    check(actor, server, schedule.plan());
    var run = WorkflowIds.runScheduleNow(server.id(), id, request(actor, server, id, key));
    var last = schedule.last();
    if (last != null && last.outcome().equals("RUNNING") && !last.id().equals(run)) {
      throw Problem.of(HttpStatus.CONFLICT, "A run of it is under way.").code("RUNNING");
    }
    hold(RUNS, server);
    var asked = new ScheduleRun(server.id(), id, actor.name());
    return calls.within(PATIENCE, () -> start(run, asked), ScheduleDesk::gone);
  }

  private String start(String run, ScheduleRun asked) {
    var stub = workflows.newWorkflowStub(RunScheduleWorkflow.class, options(run));
    try {
      var _ = WorkflowClient.start(stub::run, asked);
    } catch (WorkflowExecutionAlreadyStarted repeated) {
      LOG.debug("asked for again: {}", run);
    }
    return run;
  }

  /// What somebody has made who may not do it any more runs no more: looked for when the rights of
  /// a member change, and every minute, since accounts lose rights in other ways, too.
  @Scheduled(fixedDelay = 60_000, initialDelay = 45_000)
  void pauseLost() {
    try {
      reads.lost().forEach(this::pause);
    } catch (DataAccessException | Problem away) {
      LOG.warn("schedules of those who have lost their rights are looked for later", away);
    }
  }

  private void pause(ScheduleReads.Lost lost) {
    var order =
        new ScheduleOrder(
            Secrets.random(),
            lost.server(),
            lost.id(),
            "overwinter",
            new ScheduleChange.Pause(lost.maker() + " may not do this any more"));
    LOG.info("schedule {} of {} is paused: its maker may not do it", lost.id(), lost.server());
    var _ =
        calls.within(
            PATIENCE, () -> WorkflowClient.start(changing(order)::run, order), ScheduleDesk::gone);
  }

  /// @throws Problem 422 when it is no plan, 403 when its steps are not theirs to take
  private void check(Actor actor, ServerRow server, Plan plan) {
    var faults = new TreeMap<>(ScheduleRules.faults(plan));
    for (var step : plan.steps()) {
      if (step.kind() == StepKind.COMMAND) {
        CommandLine.objection(step.line())
            .ifPresent(why -> faults.putIfAbsent("steps", "the line: " + why));
        if (!ConsoleDesk.takesCommands(server)) {
          faults.putIfAbsent("steps", "must say nothing: this game takes no commands");
        }
      }
    }
    if (!faults.isEmpty()) {
      throw Problem.invalid(faults);
    }
    var has = servers.rights(actor, server);
    ScheduleRules.needs(plan.steps()).stream()
        .map(need -> Permission.of(need).orElseThrow())
        .filter(need -> !has.contains(need))
        .findFirst()
        .ifPresent(need -> {
          throw Access.refused(need);
        });
  }

  private void change(
      Actor actor, ServerRow server, String id, String request, ScheduleChange change) {
    hold(CHANGES, server);
    var order = new ScheduleOrder(request, server.id(), id, actor.name(), change);
    var outcome =
        calls.within(
            PATIENCE,
            () -> {
              try {
                return changing(order).run(order);
              } catch (WorkflowExecutionAlreadyStarted repeated) {
                return workflows
                    .newUntypedWorkflowStub(
                        WorkflowIds.changeSchedule(order.server(), order.schedule(), request))
                    .getResult(ChangeOutcome.class);
              }
            },
            ScheduleDesk::gone);
    switch (outcome) {
      case DONE -> {}
      case GONE -> throw gone();
      case TOO_MANY ->
          throw Problem.of(
                  HttpStatus.CONFLICT,
                  "A server has " + ScheduleRules.MOST + " schedules at most. Delete one first.")
              .code("TOO_MANY");
      case INVALID -> throw Problem.invalid(Map.of("schedule", "must be a plan"));
    }
  }

  private ChangeScheduleWorkflow changing(ScheduleOrder order) {
    var id = WorkflowIds.changeSchedule(order.server(), order.schedule(), order.request());
    return workflows.newWorkflowStub(ChangeScheduleWorkflow.class, options(id));
  }

  private static WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(id)
        .setTaskQueue(TaskQueues.SCHEDULES)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .build();
  }

  private static String request(Actor actor, ServerRow server, String what, @Nullable String key) {
    var seed =
        key == null
            ? Secrets.random()
            : String.join("\0", actor.accountId(), server.id(), what, key);
    return HexFormat.of().formatHex(NodeKeys.hash(seed)).substring(0, 32);
  }

  private void hold(Rates.Budget budget, ServerRow server) {
    rates
        .takeOf(budget, server.id())
        .ifPresent(pause -> {
          throw Problem.of(HttpStatus.TOO_MANY_REQUESTS, "Too many at once.").retryAfter(pause);
        });
  }

  private static Problem gone() {
    return Problem.of(HttpStatus.NOT_FOUND, "There is no such schedule");
  }
}
