package dev.overwinter.servers.postgres;

import static dev.overwinter.servers.TestServers.BEGIN;
import static dev.overwinter.servers.TestServers.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupWhy;
import dev.overwinter.durable.Seal;
import dev.overwinter.notices.http.Receiver;
import dev.overwinter.notices.postgres.NoticeRecords;
import dev.overwinter.notices.postgres.Outbox;
import dev.overwinter.notices.workflow.NoticeActivities;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.ServerState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.support.TransactionTemplate;

/// The outbox and what sends it, on a real PostgreSQL and real sockets.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NoticesIT {
  private static final String SECRET = "whsec_very";

  private final TestDatabase database = TestDatabase.start("20000-20199");
  private final List<String> rung = Collections.synchronizedList(new ArrayList<>());
  private final Outbox outbox = new Outbox(database.sql(), rung::add);
  private final PostgresServerRecordActivities records = database.records(outbox);
  private final TransactionTemplate transaction = database.transaction();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Seal seal = new Seal(new byte[Seal.KEY_BYTES]);
  private final NoticeRecords notices =
      NoticeRecords.of(
          database.sql(), transaction, () -> seal, true, () -> {}, meters, Clock.systemUTC());
  private final NoticeActivities lane = notices.activities();
  private Receiver receiver = Receiver.plain();

  @AfterAll
  void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    receiver = Receiver.plain();
    rung.clear();
    database
        .sql()
        .sql("truncate servers, server_events, server_backups, server_hooks cascade")
        .update();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private void hook(String id, String server, String kinds) {
    database
        .sql()
        .sql(
            """
            insert into server_hooks (id, server_id, name, format, url, shown, secret, kinds, state,
                                      reason, made_by, created_at)
            values (?, ?, 'test', 'WEBHOOK', ?, 'http://…', ?, ?::text[], 'ACTIVE', '', 'admin',
                    now())
            """)
        .params(
            id,
            server,
            seal.seal(server, "http://127.0.0.1:" + receiver.port() + "/x"),
            seal.seal(server, SECRET),
            kinds)
        .update();
  }

  private static ServerState.Awake awake(int seconds) {
    return new ServerState.Awake(
        BEGIN.plusSeconds(seconds), new Endpoint("10.213.0.10", 25_565), "c@" + seconds);
  }

  private List<String> rows(String query) {
    return database.sql().sql(query).query((row, _) -> String.valueOf(row.getString(1))).list();
  }

  private List<String> waiting() {
    return rows("select kind from notice_deliveries where state = 'WAITING' order by place");
  }

  private List<String> events() {
    return receiver.requests().stream()
        .map(request -> request.replaceFirst("(?s).*X-Overwinter-Event: ([a-z_]+).*", "$1"))
        .toList();
  }

  private void due() {
    database.sql().sql("update server_hooks set due_at = now() - interval '1 s'").update();
  }

  @Test
  void aRowAndItsNewsAreWrittenTogetherOrNotAtAll() {
    hook("h1", "a", "{STARTED,READY,ASLEEP}");
    hook("h2", "a", "{CRASHED}");
    hook("h3", "b", "{READY}");
    records.record(view("a", 1, new ServerState.Waking(BEGIN, 1)));
    records.record(view("a", 1, new ServerState.Waking(BEGIN, 1)));
    assertThat(waiting()).containsExactly("STARTED");
    assertThat(rung).containsExactly("a");

    database
        .sql()
        .sql(
            """
            create function refuse() returns trigger language plpgsql as
              'begin raise exception ''refused''; end';
            create trigger refusing before insert on notice_deliveries
              for each row execute function refuse();
            """)
        .update();
    assertThatThrownBy(() -> records.record(view("a", 2, awake(1))))
        .hasMessageContaining("refused");
    database.sql().sql("drop trigger refusing on notice_deliveries; drop function refuse").update();
    assertThat(rows("select state from servers where id = 'a'")).containsExactly("WAKING");
    assertThat(waiting()).containsExactly("STARTED");
    assertThat(rung).containsExactly("a");

    records.record(view("a", 2, awake(1)));
    assertThat(waiting()).containsExactly("STARTED", "READY");
    assertThat(rows("select detail from notice_deliveries")).containsOnly("");
    records.record(view("a", 3, new ServerState.Deleted(BEGIN.plusSeconds(2), "")));
    assertThat(rows("select id from server_hooks"))
        .as("nothing of it is left")
        .containsExactly("h3");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void backupsAreToldOnce() {
    hook("h1", "a", "{BACKUP_MADE,BACKUP_FAILED}");
    records.record(view("a", 1, new ServerState.Asleep(BEGIN, "")));
    var backup = Backup.begun("b1", "a", "local", BackupWhy.ASLEEP, "", BEGIN);
    records.recordBackup(backup);
    records.recordBackup(backup.failed("gave way: the server was wanted"));
    assertThat(waiting()).isEmpty();
    var complete = backup.complete(new Archive(Archive.TAR_ZST, "0".repeat(64), 5 << 20, 100));
    records.recordBackup(complete);
    records.recordBackup(complete);
    var asked = Backup.begun("b2", "a", "local", BackupWhy.ASKED, "admin", BEGIN);
    records.recordBackup(asked.failed("the disk is full"));
    assertThat(waiting()).containsExactly("BACKUP_MADE", "BACKUP_FAILED");
    assertThat(rows("select detail from notice_deliveries order by place"))
        .containsExactly("5 MiB", "the disk is full");
  }

  @Test
  void lowCreditGoesToTheHooksOfAllServersOfTheAccount() {
    records.record(view("a", 1, new ServerState.Asleep(BEGIN, "")));
    records.record(view("b", 1, new ServerState.Asleep(BEGIN, "")));
    hook("h1", "a", "{LOW_CREDIT}");
    hook("h2", "b", "{LOW_CREDIT,READY}");
    hook("h3", "b", "{READY}");
    for (var again = 0; again < 2; again++) {
      transaction.executeWithoutResult(_ -> outbox.lowCredit("admin", 7, BEGIN, "an hour is left"));
    }
    transaction.executeWithoutResult(_ -> outbox.lowCredit("alex", 7, BEGIN, "an hour is left"));
    assertThat(waiting()).containsExactly("LOW_CREDIT", "LOW_CREDIT");
    assertThat(rung).containsExactly("a", "b", "a", "b");
  }

  @Test
  void whatAReceiverMissesWaitsInOrder() {
    hook("h1", "a", "{STARTED,READY,ASLEEP}");
    receiver.answers(503);
    records.record(view("a", 1, new ServerState.Waking(BEGIN, 1)));
    var next = lane.deliver("h1").nextAt();
    assertThat(next)
        .isNotNull()
        .isBetween(Instant.now().plusSeconds(2), Instant.now().plusSeconds(6));
    records.record(view("a", 2, awake(1)));
    records.record(view("a", 3, new ServerState.Asleep(BEGIN.plusSeconds(2), "empty")));
    assertThat(lane.waiting("a")).containsExactly("h1");
    assertThat(lane.deliver("h1").nextAt()).as("not before it is due").isEqualTo(next);
    assertThat(receiver.requests()).hasSize(1);
    receiver.answers(204);
    due();
    assertThat(lane.deliver("h1").nextAt()).isNull();
    assertThat(events()).containsExactly("started", "started", "ready", "asleep");
    assertThat(lane.waiting("a")).isEmpty();
    assertThat(rows("select distinct state from notice_deliveries")).containsExactly("DELIVERED");
    assertThat(rows("select status from notice_attempts order by at, number"))
        .containsExactly("503", "204", "204", "204");
    var ids =
        receiver.requests().stream()
            .map(r -> r.replaceFirst("(?s).*X-Overwinter-Delivery: (\\S+).*", "$1"))
            .toList();
    assertThat(ids.get(0)).isEqualTo(ids.get(1));
    assertThat(ids.subList(1, 4)).doesNotHaveDuplicates();
    assertThat(meters.counter("overwinter_notices_deliveries", "outcome", "delivered").count())
        .isEqualTo(3);
  }

  @Test
  void aReceiverThatIsGoneIsLeftAlone() {
    hook("h1", "a", "{STARTED,READY}");
    receiver.answers(410);
    records.record(view("a", 1, new ServerState.Waking(BEGIN, 1)));
    assertThat(lane.deliver("h1").nextAt()).isNull();
    assertThat(rows("select state || ' ' || reason from server_hooks"))
        .containsExactly("PAUSED The receiver answers 410 Gone.");
    assertThat(lane.waiting("a")).isEmpty();
    records.record(view("a", 2, awake(1)));
    assertThat(waiting()).as("what is paused hears nothing new").containsExactly("STARTED");
    assertThat(notices.overdue().before(Instant.now().plusSeconds(99), 10, List.of())).isEmpty();
  }

  @Test
  void isGivenUpAfterThreeDaysAndTheNextIsTried() {
    hook("h1", "a", "{STARTED,READY}");
    records.record(view("a", 1, new ServerState.Waking(BEGIN, 1)));
    database
        .sql()
        .sql("update notice_deliveries set queued_at = now() - interval '73 hours'")
        .update();
    records.record(view("a", 2, awake(1)));
    assertThat(lane.deliver("h1").nextAt()).isNull();
    assertThat(rows("select state from notice_deliveries order by place"))
        .containsExactly("GIVEN_UP", "DELIVERED");
    assertThat(events()).containsExactly("ready");
  }

  @Test
  @Tag("S-10")
  void noQueueGrowsForEver() {
    hook("h1", "a", "{STARTED,ASLEEP}");
    for (var i = 0L; i < 260; i++) {
      records.record(view("a", 2 * i + 1, new ServerState.Waking(BEGIN.plusSeconds(2 * i), 1)));
      records.record(
          view("a", 2 * i + 2, new ServerState.Asleep(BEGIN.plusSeconds(2 * i + 1), "")));
    }
    assertThat(waiting()).hasSize(500);
    assertThat(rows("select place from notice_deliveries where state = 'DROPPED'")).hasSize(20);
    while (lane.deliver("h1").nextAt() != null) {
      assertThat(receiver.requests().size()).isLessThan(501);
    }
    assertThat(receiver.requests()).hasSize(500);
    assertThat(rows("select id from notice_deliveries"))
        .as("what is over is forgotten")
        .hasSize(100);
  }

  @Test
  void aSecretOfAnotherKeyIsNotSentAndTheOwnerIsTold() {
    hook("h1", "a", "{STARTED}");
    records.record(view("a", 1, new ServerState.Waking(BEGIN, 1)));
    var other = new byte[Seal.KEY_BYTES];
    other[0] = 1;
    var strange =
        NoticeRecords.of(
            database.sql(),
            transaction,
            () -> new Seal(other),
            true,
            () -> {},
            new SimpleMeterRegistry(),
            Clock.systemUTC());
    assertThat(strange.activities().deliver("h1").nextAt()).isNotNull();
    assertThat(receiver.requests()).isEmpty();
    assertThat(rows("select said from notice_attempts").getFirst()).startsWith("not sent: ");
  }

  @Test
  void whatNobodyWasToldOfIsFound() {
    hook("h1", "a", "{STARTED}");
    records.record(view("a", 1, new ServerState.Waking(BEGIN, 1)));
    var later = Instant.now().plus(Duration.ofSeconds(1));
    assertThat(notices.overdue().before(later, 10, List.of())).containsExactly("a");
    assertThat(notices.overdue().before(later, 10, List.of("a"))).isEmpty();
    assertThat(lane.deliver("h1").nextAt()).isNull();
    assertThat(notices.overdue().before(later, 10, List.of())).isEmpty();
  }
}
