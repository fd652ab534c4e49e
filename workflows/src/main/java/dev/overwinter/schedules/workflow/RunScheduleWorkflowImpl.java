package dev.overwinter.schedules.workflow;

import com.uber.m3.util.Duration;
import dev.overwinter.schedules.RunOrder;
import dev.overwinter.schedules.RunOutcome;
import dev.overwinter.schedules.RunView;
import dev.overwinter.schedules.StepAnswer;
import dev.overwinter.schedules.StepOutcome;
import dev.overwinter.schedules.StepResult;
import io.temporal.common.SearchAttributeKey;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Every step has its limit and therefore so has the run: none is ever stuck, whatever its server
/// does. A step that is not done ends the run.
public final class RunScheduleWorkflowImpl implements RunScheduleWorkflow {
  private static final SearchAttributeKey<OffsetDateTime> DUE =
      SearchAttributeKey.forOffsetDateTime("TemporalScheduledStartTime");

  private final ScheduleRecordActivities records =
      Workflow.newActivityStub(ScheduleRecordActivities.class, ScheduleRetries.untilItWorks());
  private final ScheduleClockActivities clock =
      Workflow.newActivityStub(ScheduleClockActivities.class, ScheduleRetries.untilItWorks());
  private final ScheduleStepActivities servers =
      Workflow.newActivityStub(ScheduleStepActivities.class, ScheduleRetries.step());

  @Override
  public RunOutcome run(ScheduleRun asked) {
    var run = begun(asked);
    var steps = new ArrayList<StepResult>();
    RunView ended;
    try {
      ended =
          switch (records.begin(run)) {
            case RunOrder.Go go -> go(run, go, steps);
            case RunOrder.Missed _ ->
                run.ended(RunOutcome.MISSED, "could not begin in time", now());
            case RunOrder.Again _ ->
                run.ended(RunOutcome.SKIPPED, "has run already before clocks were put back", now());
            case RunOrder.Stale _ -> {
              clock.agree(asked.server(), asked.schedule());
              yield null;
            }
          };
    } catch (TemporalFailure failure) {
      if (!cancelled(failure)) {
        throw failure;
      }
      ended = run.with(steps).ended(RunOutcome.CANCELLED, "was cancelled", now());
    }
    if (ended == null) {
      return RunOutcome.SKIPPED;
    }
    keep(ended);
    count(ended);
    return ended.outcome();
  }

  private static RunView begun(ScheduleRun asked) {
    var by = asked.by() == null ? "" : asked.by();
    return RunView.begun(
        Workflow.getInfo().getWorkflowId(),
        asked.server(),
        asked.schedule(),
        by.isEmpty() ? due() : now(),
        by,
        now());
  }

  /// By Temporal's own word, since what it starts comes up to some seconds later.
  private static Instant due() {
    var due = Workflow.getTypedSearchAttributes().get(DUE);
    return due == null ? now() : due.toInstant().truncatedTo(ChronoUnit.MINUTES);
  }

  private RunView go(RunView run, RunOrder.Go go, List<StepResult> done) {
    for (var step : go.steps()) {
      sleepUntil(run.beganAt().plus(step.after()));
      var order =
          new StepOrder(
              run.id() + "/" + done.size(), run.server(), step.kind(), go.by(), go.onlyIfEmpty());
      var answer = performed(order);
      done.add(new StepResult(step.kind(), answer.outcome(), answer.said(), now()));
      if (answer.outcome() != StepOutcome.DONE) {
        return run.with(done).ended(RunOutcome.of(answer.outcome()), answer.said(), now());
      }
      if (done.size() < go.steps().size()) {
        records.record(run.with(done));
      }
    }
    return run.with(done).ended(RunOutcome.DONE, "", now());
  }

  private StepAnswer performed(StepOrder order) {
    try {
      return servers.perform(order);
    } catch (ActivityFailure failure) {
      if (cancelled(failure)) {
        throw failure;
      }
      return new StepAnswer(StepOutcome.FAILED, "the server's workflow did not answer in time");
    }
  }

  private static void sleepUntil(Instant then) {
    var left = java.time.Duration.between(now(), then);
    if (left.isPositive()) {
      Workflow.sleep(left);
    }
  }

  private static boolean cancelled(TemporalFailure failure) {
    return failure instanceof CanceledFailure || failure.getCause() instanceof CanceledFailure;
  }

  /// Also of what was cancelled.
  private void keep(RunView ended) {
    Workflow.newDetachedCancellationScope(() -> records.record(ended)).run();
  }

  /// Through the workflow's own scope, which is silent during a replay.
  private static void count(RunView run) {
    Workflow.getMetricsScope()
        .tagged(Map.of("outcome", run.outcome().id()))
        .counter("overwinter_schedule_runs")
        .inc(1);
    if (run.by().isEmpty()) {
      Workflow.getMetricsScope()
          .timer("overwinter_schedule_lateness")
          .record(
              Duration.ofMillis(
                  (double) Math.max(0, ChronoUnit.MILLIS.between(run.due(), run.beganAt()))));
    }
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
