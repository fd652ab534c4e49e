package dev.overwinter.worker;

import dev.overwinter.durable.KeyRing;
import dev.overwinter.durable.SealedPayloads;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.postgres.RoomRecords;
import dev.overwinter.rooms.workflow.DrawActivities;
import dev.overwinter.rooms.workflow.RoomRecordActivities;
import dev.overwinter.rooms.workflow.RoomWorkflowImpl;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/// A worker of rooms that dies at one moment as by kill -9: from there on nothing of it reaches
/// Temporal or PostgreSQL, which see it break off, and it hears nothing. It plays one room.
final class MortalWorker implements RoomRecordActivities, DrawActivities, AutoCloseable {
  /// Longer than anything here waits for a death.
  private static final long PATIENCE_SECONDS = 60;

  /// What it is about when it dies.
  enum Deed {
    /// A round's beginning.
    START,
    /// What happens by itself.
    CLOCK,
    /// The next run of the workflow.
    NEW_RUN,
    /// None of these.
    OTHER,
    /// Nothing at all: it lives.
    NOTHING
  }

  /// How far it comes with it.
  enum Moment {
    /// It has the order, and has not drawn.
    ACCEPTED,
    /// It has drawn, and nobody was told what.
    DRAWN,
    /// All is in the transaction, which does not commit.
    WRITTEN,
    /// PostgreSQL has it, and the workflow is not told.
    COMMITTED,
    /// The workflow has it, and Temporal is not told.
    DECIDED,
    /// Temporal has it, and the worker does not hear so.
    REPORTED
  }

  private final Deed deed;
  private final Moment moment;
  private final CountDownLatch death = new CountDownLatch(1);
  private final TransactionOperations transactions;
  private final RoomRecords records;
  private final WorkflowServiceStubs service;
  private final WorkerFactory factory;
  private volatile Deed doing = Deed.OTHER;
  private volatile Deed done = Deed.OTHER;

  /// @param queue from which nobody else works
  MortalWorker(
      String target,
      String namespace,
      String queue,
      DataSource database,
      KeyRing keys,
      Deed deed,
      Moment moment) {
    this.deed = deed;
    this.moment = moment;
    transactions = new TransactionTemplate(new JdbcTransactionManager(database));
    records =
        RoomRecords.of(
            JdbcClient.create(database), new Transactions(), keys, new SimpleMeterRegistry());
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .setGrpcClientInterceptors(List.of(new Wire()))
                .build());
    var client =
        WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder()
                .setNamespace(namespace)
                .setDataConverter(SealedPayloads.converter(keys))
                .build());
    factory = WorkerFactory.newInstance(client);
    var options =
        WorkerOptions.newBuilder()
            .setDefaultDeadlockDetectionTimeout(10_000)
            // Who is dead takes nothing out of its own queue: others may soon.
            .setStickyQueueScheduleToStartTimeout(Duration.ofSeconds(1))
            .build();
    var worker = factory.newWorker(queue, options);
    worker.registerWorkflowImplementationTypes(RoomWorkflowImpl.class);
    worker.registerActivitiesImplementations(this);
    factory.start();
  }

  void awaitDeath() throws InterruptedException {
    if (!death.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it lives: " + deed + " " + moment + " was never reached");
    }
  }

  boolean isDead() {
    return death.getCount() == 0;
  }

  private void reach(Deed now, Moment here) {
    if (now == deed && here == moment) {
      die();
    }
    if (isDead()) {
      throw new IllegalStateException("killed");
    }
  }

  /// Every connection breaks off at once.
  private void die() {
    death.countDown();
    service.shutdownNow();
  }

  @Override
  public Kept load(RoomId room) {
    reach(Deed.OTHER, Moment.ACCEPTED);
    return records.rooms().load(room);
  }

  @Override
  public byte[] draw(int count) {
    reach(Deed.START, Moment.ACCEPTED);
    var drawn = records.chance().draw(count);
    reach(Deed.START, Moment.DRAWN);
    return drawn;
  }

  @Override
  public Recorded record(Step step) {
    var order = step.order();
    if (order == null) {
      doing = Deed.CLOCK;
    } else {
      doing = order.command() instanceof RoomCommand.Start ? Deed.START : Deed.OTHER;
    }
    var recorded = records.rooms().record(step);
    reach(doing, Moment.COMMITTED);
    done = doing;
    return recorded;
  }

  /// PostgreSQL's, which see a connection that breaks off as nothing but a rollback.
  private final class Transactions implements TransactionOperations {
    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
      reach(Deed.OTHER, Moment.ACCEPTED);
      return transactions.execute(status -> {
        var result = action.doInTransaction(status);
        reach(doing, Moment.WRITTEN);
        return result;
      });
    }
  }

  /// What goes to Temporal and comes from it.
  private final class Wire implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        private volatile boolean reports;

        @Override
        public void start(Listener<A> listener, Metadata headers) {
          super.start(
              new SimpleForwardingClientCallListener<>(listener) {
                @Override
                public void onMessage(A answer) {
                  if (reports && moment == Moment.REPORTED) {
                    die();
                  } else {
                    super.onMessage(answer);
                  }
                }
              },
              headers);
        }

        @Override
        public void sendMessage(Q question) {
          if (question instanceof RespondWorkflowTaskCompletedRequest task && tells(task)) {
            if (moment == Moment.DECIDED) {
              reach(deed, Moment.DECIDED);
            }
            reports = true;
          }
          super.sendMessage(question);
        }
      };
    }
  }

  private boolean tells(RespondWorkflowTaskCompletedRequest task) {
    return deed == Deed.NEW_RUN
        ? task.getCommandsList().stream()
            .anyMatch(command ->
                command.getCommandType()
                    == CommandType.COMMAND_TYPE_CONTINUE_AS_NEW_WORKFLOW_EXECUTION)
        : done == deed;
  }

  @Override
  public void close() {
    factory.shutdownNow();
    service.shutdownNow();
  }
}
