package dev.overwinter.schedules.temporal;

import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.schedules.StepAnswer;
import dev.overwinter.schedules.StepOutcome;
import dev.overwinter.schedules.workflow.ScheduleStepActivities;
import dev.overwinter.schedules.workflow.StepOrder;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import io.grpc.Context;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Sends the steps of runs to servers. Thread-safe. While Temporal or the server's worker is away
/// each throws a retryable failure.
public final class TemporalScheduleStepActivities implements ScheduleStepActivities {
  private static final long PATIENCE_SECONDS = 15;

  private final WorkflowClient client;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("step-deadlines").daemon().factory());

  /// Sends with this client.
  public TemporalScheduleStepActivities(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public StepAnswer perform(StepOrder order) {
    try {
      return switch (order.kind()) {
        case START -> start(order);
        case STOP -> stop(order);
      };
    } catch (WorkflowNotFoundException gone) {
      return new StepAnswer(StepOutcome.REFUSED, "there is no such server any more");
    }
  }

  /// Waits for the answer for a while; asked again with the same id, it is the same Update.
  private <T> T update(StepOrder order, String name, Class<T> answer, Object request) {
    var options =
        UpdateOptions.newBuilder(answer)
            .setUpdateName(name)
            .setUpdateId(order.id())
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build();
    var server = client.newUntypedWorkflowStub(WorkflowIds.server(order.server()));
    // Without a deadline of the call it would be asked for as long as nobody answers, and keep its
    // hand when the attempt is long over.
    var limited =
        Context.current().withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS, deadlines);
    try {
      return limited.call(() -> server.startUpdate(options, request).getResult());
    } catch (RuntimeException known) {
      throw known;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      limited.cancel(null);
    }
  }

  private static String by(StepOrder order) {
    return order.by() + " via schedule";
  }

  /// Nobody is cut off by a start, so it needs no empty server.
  private StepAnswer start(StepOrder order) {
    var outcome = update(order, "wake", WakeOutcome.class, new WakeRequest(by(order), null, false));
    return switch (outcome) {
      case WakeOutcome.Ready _ -> new StepAnswer(StepOutcome.DONE, "is awake already");
      case WakeOutcome.Coming _ -> new StepAnswer(StepOutcome.DONE, "is waking");
      case WakeOutcome.Refused(var _, var reason, var _) ->
          new StepAnswer(StepOutcome.REFUSED, reason);
    };
  }

  private StepAnswer stop(StepOrder order) {
    var outcome =
        update(
            order,
            "hibernate",
            OrderOutcome.class,
            new HibernateRequest(by(order), !order.onlyIfEmpty()));
    return answer(outcome, Refusal.ASLEEP, "falls asleep", "is asleep already");
  }

  /// @param fine the refusal that says that it is as it should be
  private static StepAnswer answer(
      OrderOutcome outcome, Refusal fine, String done, String already) {
    return switch (outcome) {
      case OrderOutcome.Accepted _ -> new StepAnswer(StepOutcome.DONE, done);
      case OrderOutcome.Refused(var refusal, var _) when refusal == fine ->
          new StepAnswer(StepOutcome.DONE, already);
      case OrderOutcome.Refused(var refusal, var reason) ->
          new StepAnswer(
              refusal == Refusal.OCCUPIED ? StepOutcome.SKIPPED : StepOutcome.REFUSED, reason);
    };
  }
}
