package dev.overwinter.billing.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.billing.CapOrder;
import dev.overwinter.billing.MoneyOrder;
import dev.overwinter.billing.MoneyOutcome;
import dev.overwinter.billing.workflow.AccountRun;
import dev.overwinter.billing.workflow.AccountWorkflow;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Sends orders to the workflows of accounts, which begin with the first of them. An order that got
/// no answer may safely be given again: its key makes it the same.
@Component
class AccountOrders {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /// A workflow's first task and its first row take some tenths of a second.
  private static final RetryTemplate SOON =
      new RetryTemplate(
          RetryPolicy.builder()
              .includes(NoSuchElementException.class)
              .maxRetries(50)
              .delay(Duration.ofMillis(100))
              .build());

  private final WorkflowClient workflows;
  private final TemporalCalls calls;

  AccountOrders(WorkflowClient workflows, TemporalCalls calls) {
    this.workflows = workflows;
    this.calls = calls;
  }

  /// The account is there, with whatever newcomers are given.
  void open(String account) {
    order(() -> WorkflowClient.start(stub(account)::run, AccountRun.first(account)));
  }

  /// What is read of an account that was opened a moment ago.
  <T> T opened(Supplier<Optional<T>> read) {
    try {
      return SOON.execute(() -> read.get().orElseThrow());
    } catch (RetryException _) {
      throw Problem.of(
          HttpStatus.SERVICE_UNAVAILABLE, "The account is being opened. Try again in a moment.");
    }
  }

  /// Money is booked, or was before.
  MoneyOutcome.Booked book(String account, MoneyOrder money) {
    var outcome =
        order(() -> {
          var stub = stub(account);
          return WorkflowClient.executeUpdateWithStart(
              stub::book,
              money,
              UpdateOptions.<MoneyOutcome>newBuilder().build(),
              new WithStartWorkflowOperation<>(stub::run, AccountRun.first(account)));
        });
    return switch (outcome) {
      case MoneyOutcome.Booked booked -> booked;
      case MoneyOutcome.Refused refused ->
          throw Problem.of(HttpStatus.CONFLICT, refused.reason()).code("KEY_USED");
    };
  }

  void cap(String account, CapOrder cap) {
    order(() -> {
      workflows.newWorkflowStub(AccountWorkflow.class, WorkflowIds.account(account)).setCap(cap);
      return true;
    });
  }

  private AccountWorkflow stub(String account) {
    return workflows.newWorkflowStub(
        AccountWorkflow.class,
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.account(account))
            .setTaskQueue(TaskQueues.BILLING)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .setStaticSummary(account)
            .build());
  }

  private <T> T order(Callable<T> call) {
    return calls.within(PATIENCE, () -> TemporalCalls.repeated(call), AccountOrders::unknown);
  }

  private static Problem unknown() {
    return Problem.of(HttpStatus.NOT_FOUND, "There is no such account yet");
  }
}
