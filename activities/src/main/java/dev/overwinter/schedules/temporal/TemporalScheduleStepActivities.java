package dev.overwinter.schedules.temporal;

import dev.overwinter.backups.BackupWhy;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.schedules.StepAnswer;
import dev.overwinter.schedules.StepOutcome;
import dev.overwinter.schedules.postgres.ScheduleRows;
import dev.overwinter.schedules.workflow.ScheduleStepActivities;
import dev.overwinter.schedules.workflow.StepOrder;
import dev.overwinter.servers.BackupRequest;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.RestartRequest;
import dev.overwinter.servers.TellRequest;
import dev.overwinter.servers.Told;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import io.grpc.Context;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends the steps of runs to servers. Thread-safe. While Temporal or the server's worker is away
/// each throws a retryable failure.
public final class TemporalScheduleStepActivities implements ScheduleStepActivities {
  private static final long PATIENCE_SECONDS = 15;

  // What no worker has begun by then is never said.
  private static final Duration LONGEST_SAYING = Duration.ofMinutes(2);

  private final WorkflowClient client;
  private final ScheduleRows rows;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("step-deadlines").daemon().factory());

  /// Sends with this client; whether somebody plays is in these rows.
  public TemporalScheduleStepActivities(WorkflowClient client, ScheduleRows rows) {
    this.client = client;
    this.rows = rows;
  }

  @Override
  public StepAnswer perform(StepOrder order) {
    try {
      return switch (order.kind()) {
        case START -> start(order);
        case STOP -> stop(order);
        case RESTART -> restart(order);
        case BACKUP -> backUp(order);
        case COMMAND -> tell(order);
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
    return within(() -> server.startUpdate(options, request).getResult());
  }

  /// Without a deadline of the call it would be asked for as long as nobody answers, and keep its
  /// hand when the attempt is long over.
  private <T> T within(Callable<T> call) {
    var limited =
        Context.current().withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS, deadlines);
    try {
      return limited.call(call);
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

  private StepAnswer restart(StepOrder order) {
    var outcome =
        update(
            order,
            "restart",
            OrderOutcome.class,
            new RestartRequest(by(order), !order.onlyIfEmpty(), order.onlyIfEmpty()));
    return switch (outcome) {
      case OrderOutcome.Refused(var refusal, var _) when refusal == Refusal.ASLEEP ->
          new StepAnswer(StepOutcome.LEFT_OUT, "is asleep: its next start is a fresh one");
      // Also what a repetition finds when nobody knows the Update's id any more.
      case OrderOutcome.Refused(var refusal, var _) when refusal == Refusal.WAKING ->
          new StepAnswer(StepOutcome.DONE, "is starting already");
      case OrderOutcome.Accepted _, OrderOutcome.Refused _ -> answer(outcome, "is restarted");
    };
  }

  /// Repeated, it is the same backup: the server knows the order's id as long as it could matter.
  private StepAnswer backUp(StepOrder order) {
    var request =
        new BackupRequest(
            order.by(),
            BackupRequest.How.LIVE_OK,
            order.onlyIfEmpty(),
            BackupWhy.SCHEDULED,
            false,
            order.id());
    return answer(update(order, "backUp", OrderOutcome.class, request), "is being copied");
  }

  /// As a workflow of the order's id, so that it is said once at most.
  private StepAnswer tell(StepOrder order) {
    if (order.onlyIfEmpty() && rows.somebodyPlays(order.server())) {
      return new StepAnswer(StepOutcome.SKIPPED, "somebody plays");
    }
    var told = within(() -> told(order));
    return switch (told) {
      case Told.Written _, Told.Answered _ -> new StepAnswer(StepOutcome.DONE, "was said");
      case Told.Unsure(var reason) ->
          new StepAnswer(StepOutcome.FAILED, "was perhaps said: " + reason);
      case Told.Refused(var why, var reason) ->
          new StepAnswer(
              switch (why) {
                case NOT_AWAKE -> StepOutcome.LEFT_OUT;
                case BAD_LINE, GONE, NO_CONSOLE -> StepOutcome.REFUSED;
                case NOT_HEARD, NODE_AWAY, TOO_LATE, OTHER -> StepOutcome.FAILED;
              },
              "was not said: " + reason);
    };
  }

  private Told told(StepOrder order) throws TimeoutException {
    var id = WorkflowIds.tellGame(order.server(), order.id());
    var line =
        client.newUntypedWorkflowStub(
            "TellGame",
            WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.SERVERS)
                .setWorkflowRunTimeout(LONGEST_SAYING)
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .build());
    try {
      var _ = line.start(new TellRequest(order.server(), order.line(), by(order), order.id()));
    } catch (WorkflowExecutionAlreadyStarted repeated) {
      line = client.newUntypedWorkflowStub(id);
    }
    try {
      return line.getResult(PATIENCE_SECONDS, TimeUnit.SECONDS, Told.class);
    } catch (WorkflowFailedException ended) {
      return new Told.Unsure("the control plane did not come to it in time");
    }
  }

  private static StepAnswer answer(OrderOutcome outcome, String done) {
    // Nothing that is refused is fine here.
    return answer(outcome, null, done, "");
  }

  /// @param fine the refusal that says that it is as it should be
  private static StepAnswer answer(
      OrderOutcome outcome, @Nullable Refusal fine, String done, String already) {
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
