package dev.overwinter.worker;

import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.MeterReports;
import dev.overwinter.billing.workflow.AccountRun;
import dev.overwinter.billing.workflow.AccountWorkflow;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;

/// Tells the workflow of an account, and starts it when this is the first that it hears.
final class TemporalMeterReports implements MeterReports {
  private final WorkflowClient client;

  TemporalMeterReports(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public void tell(String account, MeterFact fact) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.account(account))
            .setTaskQueue(TaskQueues.BILLING)
            .build();
    var workflow = client.newWorkflowStub(AccountWorkflow.class, options);
    BatchRequest request = client.newSignalWithStartRequest();
    request.add(workflow::run, AccountRun.first(account));
    switch (fact) {
      case MeterFact.Started started -> request.add(workflow::meterStarted, started);
      case MeterFact.Stopped stopped -> request.add(workflow::meterStopped, stopped);
    }
    var _ = client.signalWithStart(request);
  }
}
