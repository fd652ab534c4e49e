package dev.overwinter.schedules.workflow;

import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.schedules.RunOutcome;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;

/// A time-skipping Temporal server with runs of schedules and a fake that remembers.
final class ScheduleWorld implements AutoCloseable {
  static final String RUN = "run-schedule/7f3k/nightly";
  static final ScheduleRun BY_THE_CLOCK = new ScheduleRun("7f3k", "nightly", null);

  final FakeSchedules outside = new FakeSchedules();
  final TestWorkflowEnvironment temporal;
  final Worker worker;

  ScheduleWorld() {
    temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
    // A cold JVM on a busy machine may well need more than the detector's second.
    var patient = WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build();
    worker = temporal.newWorker(TaskQueues.SCHEDULES, patient);
    worker.registerWorkflowImplementationTypes(
        RunScheduleWorkflowImpl.class,
        ChangeScheduleWorkflowImpl.class,
        TidySchedulesWorkflowImpl.class);
    worker.registerActivitiesImplementations(outside);
    temporal.newWorker(TaskQueues.SCHEDULE_STEPS).registerActivitiesImplementations(outside);
    temporal.start();
  }

  WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(id)
        .setTaskQueue(TaskQueues.SCHEDULES)
        .build();
  }

  WorkflowClient client() {
    return temporal.getWorkflowClient();
  }

  /// One whole run.
  RunOutcome run() {
    return client().newWorkflowStub(RunScheduleWorkflow.class, options(RUN)).run(BY_THE_CLOCK);
  }

  /// One that goes on.
  WorkflowStub begun() {
    var run = client().newWorkflowStub(RunScheduleWorkflow.class, options(RUN));
    WorkflowClient.start(run::run, BY_THE_CLOCK);
    return WorkflowStub.fromTyped(run);
  }

  @Override
  public void close() {
    temporal.close();
  }
}
