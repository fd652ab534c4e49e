package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.Seal;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.notices.News;
import dev.overwinter.notices.NewsKind;
import dev.overwinter.notices.postgres.NoticeRecords;
import dev.overwinter.notices.postgres.Outbox;
import dev.overwinter.notices.workflow.DeliverNoticesWorkflowImpl;
import dev.overwinter.notices.workflow.NoticesBell;
import dev.overwinter.servers.postgres.ServersMigration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// An hour with a receiver that is away. PostgreSQL, the outbox, the sender and the receiver's
/// socket are real; the hour is skipped, by the lane's timers and the sender's clock alike.
@Timeout(180)
final class NoticesHourIT {
  private static final Seal SEAL = new Seal(new byte[Seal.KEY_BYTES]);

  private final EmbeddedPostgres postgres = postgres();
  private final JdbcClient sql = JdbcClient.create(postgres.getPostgresDatabase());
  private final TransactionTemplate transaction =
      new TransactionTemplate(new JdbcTransactionManager(postgres.getPostgresDatabase()));
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
              .build());
  private final HookReceiver receiver = new HookReceiver();
  private final HookReceiver well = new HookReceiver();
  private final Outbox outbox =
      new Outbox(sql, server -> NoticesBell.ring(temporal.getWorkflowClient(), server));

  private static EmbeddedPostgres postgres() {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What Temporal says that it is.
  private final class SkippedTime extends Clock {
    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(temporal.currentTimeMillis());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("nobody asks what day it is");
    }
  }

  @BeforeEach
  void comesUp() {
    ServersMigration.migrate(postgres.getPostgresDatabase());
    var worker = temporal.newWorker(TaskQueues.NOTICES);
    worker.registerWorkflowImplementationTypes(DeliverNoticesWorkflowImpl.class);
    worker.registerActivitiesImplementations(
        NoticeRecords.of(
                sql,
                transaction,
                () -> SEAL,
                true,
                () -> Activity.getExecutionContext().heartbeat(null),
                new SimpleMeterRegistry(),
                new SkippedTime())
            .activities());
    temporal.start();
  }

  @AfterEach
  void close() throws IOException {
    temporal.close();
    receiver.close();
    well.close();
    postgres.close();
  }

  @Test
  void aReceiverThatFailsForAnHourGetsEverythingInOrderPerServerOnceItIsBack() {
    for (var server : List.of("a", "b")) {
      NoticesIT.hook(sql, SEAL, server, "h-" + server, receiver.url("/" + server), "READY");
    }
    NoticesIT.hook(sql, SEAL, "a", "h-well", well.url("/a"), "READY");
    // Broken, then down, then broken in another way.
    receiver.answers(503);
    tell(0, 7);
    receiver.goesDown();
    tell(7, 14);
    receiver.comesUp();
    receiver.answers(500);
    tell(14, 20);
    assertThat(receiver.taken("/a")).isEmpty();
    assertThat(receiver.taken("/b")).isEmpty();
    assertThat(receiver.heard()).as("two hooks of it, not hammered").hasSizeBetween(10, 30);
    assertThat(receiver.heard().stream().map(HookReceiver.Heard::body))
        .as("the head of the queue alone is tried")
        .allMatch(body -> body.contains("\"detail\":\"news 0 of "));
    assertThat(told(well, "/a")).as("nobody else waits").isEqualTo(all("a"));

    receiver.answers(204);
    var back = temporal.currentTimeMillis();
    temporal.sleep(Duration.ofMinutes(15));
    for (var server : List.of("a", "b")) {
      await()
          .until(
              () -> status(server) == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
      assertThat(told(receiver, "/" + server)).isEqualTo(all(server));
      assertThat(receiver.taken("/" + server).map(HookReceiver.Heard::delivery))
          .doesNotHaveDuplicates();
    }
    assertThat(temporal.currentTimeMillis() - back).isLessThan(16 * 60_000);
    assertThat(sql.sql("select distinct state from notice_deliveries").query(String.class).list())
        .containsExactly("DELIVERED");
  }

  /// Something happens every three minutes to both servers.
  private void tell(int from, int to) {
    for (var number = from; number < to; number++) {
      for (var server : List.of("a", "b")) {
        var news =
            new News(
                server,
                "row/" + number,
                NewsKind.READY,
                Instant.ofEpochMilli(temporal.currentTimeMillis()),
                "Server " + server,
                "lobby",
                words(number, server));
        transaction.executeWithoutResult(_ -> outbox.add(news));
      }
      temporal.sleep(Duration.ofMinutes(3));
    }
  }

  private static String words(int number, String server) {
    return "news " + number + " of " + server;
  }

  private static List<String> all(String server) {
    return IntStream.range(0, 20).mapToObj(number -> words(number, server)).toList();
  }

  private static List<String> told(HookReceiver by, String path) {
    return by.taken(path)
        .map(one -> one.body().replaceFirst(".*\"detail\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  private WorkflowExecutionStatus status(String server) {
    return temporal
        .getWorkflowClient()
        .newUntypedWorkflowStub(WorkflowIds.notices(server))
        .describe()
        .getStatus();
  }
}
