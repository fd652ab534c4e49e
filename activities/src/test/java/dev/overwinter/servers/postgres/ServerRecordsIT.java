package dev.overwinter.servers.postgres;

import static dev.overwinter.servers.TestServers.BEGIN;
import static dev.overwinter.servers.TestServers.spec;
import static dev.overwinter.servers.TestServers.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.MeterReports;
import dev.overwinter.billing.Use;
import dev.overwinter.durable.Payloads;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.Reservation;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Awake;
import dev.overwinter.servers.ServerState.Creating;
import dev.overwinter.servers.ServerState.Deleted;
import dev.overwinter.servers.ServerState.Waking;
import dev.overwinter.servers.ServerView;
import dev.overwinter.servers.workflow.NodeSeen;
import dev.overwinter.servers.workflow.ServerBelief;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;
import org.springframework.transaction.TransactionException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServerRecordsIT {
  private TestDatabase database = TestDatabase.start("20000-20199");
  private PostgresServerRecordActivities records = database.records();

  @BeforeAll
  void migratesAgainWithoutHarm() {
    ServersMigration.migrate(database.dataSource());
  }

  @AfterAll
  void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database
        .sql()
        .sql("truncate servers, server_events, allocations, allocated_ports, nodes")
        .update();
  }

  @Test
  @Tag("D-01")
  @Tag("L-15")
  void givesEveryoneAnotherPortAndSubnetAndRefusesTheOneTooMany() throws Exception {
    var all = atOnce(IntStream.range(0, 200).mapToObj(i -> reserving(spec("s" + i))).toList());

    var granted = all.stream().map(r -> ((Reservation.Granted) r).allocation()).toList();
    assertThat(granted.stream().map(Allocation::publicPort)).doesNotHaveDuplicates();
    assertThat(granted.stream().map(Allocation::subnet)).doesNotHaveDuplicates();
    assertThat(records.reserve(spec("one-too-many")))
        .isEqualTo(new Reservation.Refused("no port of 20000-20199 is free"));

    records.release("s7");
    assertThat(records.reserve(spec("one-too-many"))).isInstanceOf(Reservation.Granted.class);
  }

  @Test
  @Tag("B-07")
  void tellsAccountsWhileTheDatabaseIsAwayAndWritesRowsWhileAccountsAre() {
    var told = new ArrayList<String>();
    MeterReports remember = (account, fact) -> told.add(account + " " + fact.number());
    var awake = metered(new Awake(BEGIN, new Endpoint("10.213.0.10", 25_565), "c@1"));
    var cut = database.recordsWithoutDatabase(remember);
    assertThatThrownBy(() -> cut.record(awake)).isInstanceOf(TransactionException.class);
    assertThat(told).containsExactly("admin 1");
    assertThat(count("servers")).isZero();

    MeterReports silent =
        (_, _) -> {
          throw new IllegalStateException("unavailable");
        };
    var alone = database.records(silent);
    assertThatThrownBy(() -> alone.record(awake)).hasMessage("unavailable");
    assertThat(count("servers")).as("people read what is true all the same").isEqualTo(1);
    alone.record(view("b", 1, new Asleep(BEGIN, "")));
    database.records(remember).tell(awake);
    assertThat(told).hasSize(2);
  }

  private static ServerView metered(Awake awake) {
    var is = view("a", 1, awake);
    var fact =
        new MeterFact.Started(
            "a", 1, BEGIN, "c@1", "standard", Use.AWAKE, false, Duration.ofSeconds(30));
    return new ServerView(
        is.spec(),
        is.version(),
        is.state(),
        is.allocation(),
        is.occupancy(),
        is.hibernatesAt(),
        is.lastStart(),
        is.lastChange(),
        is.createdAt(),
        is.crashes(),
        is.standing(),
        is.kept(),
        List.of(fact));
  }

  @Test
  @Tag("B-07")
  void anAccountWithoutCreditsGetsNoPlaceForAFurtherServer() {
    var charging = database.records((_, _) -> {});
    var first = charging.reserve(spec("a"));
    assertThat(first).as("nobody has heard of the account").isInstanceOf(Reservation.Granted.class);
    stands("EMPTY");
    assertThat(charging.reserve(spec("b")))
        .isEqualTo(new Reservation.Refused("its owner has no credits left"));
    assertThat(charging.reserve(spec("a"))).as("what it has it keeps").isEqualTo(first);
    assertThat(records.reserve(spec("c")))
        .as("where nobody is charged")
        .isInstanceOf(Reservation.Granted.class);
    stands("FUNDED");
    assertThat(charging.reserve(spec("b"))).isInstanceOf(Reservation.Granted.class);
  }

  private void stands(String standing) {
    database
        .sql()
        .sql(
            """
            insert into ledger_accounts (id, terms) values ('admin', 'PREPAID')
            on conflict do nothing
            """)
        .update();
    database
        .sql()
        .sql(
            """
            insert into billing_accounts (id, version, standing, state)
            values ('admin', 1, ?, '{}')
            on conflict (id) do update set standing = excluded.standing
            """)
        .param(standing)
        .update();
  }

  @Test
  @Tag("L-12")
  void answersARepeatedRequestWithTheSame() throws Exception {
    var answers = atOnce(List.of(reserving(spec("a")), reserving(spec("a")), reserving(spec("a"))));

    assertThat(answers).containsOnly(records.reserve(spec("a")));
    records.release("a");
    records.release("a");
    assertThat(count("allocations")).isZero();
  }

  @Test
  @Tag("L-15")
  void movesToAnotherSubnetOncePerComplaintAndKeepsThePort() {
    var first = granted(records.reserve(spec("a")));

    var second = granted(records.reserveElsewhere(spec("a"), first.subnet()));
    assertThat(second.publicPort()).isEqualTo(first.publicPort());
    assertThat(second.subnet()).isNotEqualTo(first.subnet());
    // The same complaint again, from a step that was repeated.
    assertThat(granted(records.reserveElsewhere(spec("a"), first.subnet()))).isEqualTo(second);
    assertThat(granted(records.reserve(spec("a")))).isEqualTo(second);
    assertThat(count("allocations")).isEqualTo(1);
  }

  private static Allocation granted(Reservation reservation) {
    return ((Reservation.Granted) reservation).allocation();
  }

  @Test
  @Tag("D-01")
  void saysWhoHasTheRequestedPort() {
    records.reserve(spec("a", 25_565));

    assertThat(records.reserve(spec("b", 25_565)))
        .isEqualTo(new Reservation.Refused("port 25565 is taken by server a"));
    assertThat(records.reserve(spec("b", 80)))
        .isEqualTo(new Reservation.Refused("port 80 cannot be used (expected: 1024..65535)"));
    assertThat(records.reserve(spec("b", 8080)))
        .isEqualTo(new Reservation.Refused("port 8080 is used by Overwinter itself"));
    assertThat(count("allocations")).isEqualTo(1);
  }

  @Test
  void keepsTheNewestViewWhateverTheOrder() throws Exception {
    records.record(view("a", 1, new Creating(BEGIN, false)));
    records.record(view("a", 3, new Awake(BEGIN, new Endpoint("10.213.0.10", 25_565), "c@1")));
    records.record(view("a", 2, new Asleep(BEGIN, "")));
    records.record(view("a", 3, new Awake(BEGIN, new Endpoint("10.213.0.10", 25_565), "c@1")));

    var row = database.sql().sql("select * from servers").query().singleRow();
    assertThat(row)
        .containsEntry("state", "AWAKE")
        .containsEntry("version", 3L)
        .containsEntry("endpoint_host", "10.213.0.10")
        .containsEntry("endpoint_port", 25_565)
        .containsEntry("run", "c@1")
        .containsEntry("public_port", 20_000)
        .containsEntry("last_start_ms", 1_234L);
    assertThat(Payloads.mapper().readValue(String.valueOf(row.get("spec")), ServerSpec.class))
        .isEqualTo(spec("a"));
    assertThat(
            database
                .sql()
                .sql("select state from server_events order by version")
                .query(String.class)
                .list())
        .containsExactly("CREATING", "AWAKE");
  }

  @Test
  void showsRevisionsInTheirOrder() throws Exception {
    var writers =
        IntStream.range(0, 100).mapToObj(i -> recording("s" + i % 20, i / 20 + 1)).toList();
    var seen = new ArrayList<Long>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var written = writers.stream().map(threads::submit).toList();
      // What a feed does: read on from the highest revision it has seen.
      while (!written.stream().allMatch(Future::isDone)) {
        var after = seen.isEmpty() ? 0 : seen.getLast();
        seen.addAll(
            database
                .sql()
                .sql("select revision from servers where revision > ? order by revision")
                .param(after)
                .query(Long.class)
                .list());
      }
    }
    assertThat(seen).isSorted().doesNotHaveDuplicates();
    assertThat(count("servers")).isEqualTo(20);
    assertThat(
            database
                .sql()
                .sql("select count(distinct revision) from servers")
                .query(Long.class)
                .single())
        .isEqualTo(20);
  }

  @Test
  void tellsListenersWhichServerChanged() throws Exception {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("listen server_changed");
      records.record(view("a", 1, new Creating(BEGIN, false)));

      await()
          .untilAsserted(() -> {
            var told = connection.unwrap(PGConnection.class).getNotifications(100);
            assertThat(told).isNotEmpty();
            assertThat(told[0].getParameter()).isEqualTo("a");
          });
    }
  }

  @Test
  @Tag("L-14")
  void keepsADeletedServerSoThatItsIdIsNeverUsedAgain() {
    records.record(view("a", 1, new Asleep(BEGIN, "")));
    records.record(view("b", 1, new Waking(BEGIN, 2)));
    records.record(view("a", 2, new Deleted(BEGIN, "")));

    assertThat(records.beliefs("local")).containsExactly(new ServerBelief("b", "WAKING", ""));
    assertThat(count("servers")).isEqualTo(2);
  }

  @Test
  void keepsTheNewestWordAboutANode() {
    records.recordNode(new NodeSeen("local", false, BEGIN.plusSeconds(5), "gone"));
    records.recordNode(new NodeSeen("local", true, BEGIN, "too late"));

    assertThat(database.sql().sql("select docker_reachable, detail from nodes").query().singleRow())
        .containsEntry("docker_reachable", false)
        .containsEntry("detail", "gone");
  }

  private Callable<Reservation> reserving(ServerSpec spec) {
    return () -> records.reserve(spec);
  }

  private Callable<Reservation> recording(String id, int version) {
    return () -> {
      records.record(view(id, version, new Asleep(BEGIN, "round " + version)));
      return new Reservation.Refused("");
    };
  }

  private static List<Reservation> atOnce(List<Callable<Reservation>> calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Reservation>();
      for (var answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  private long count(String table) {
    return database.sql().sql("select count(*) from " + table).query(Long.class).single();
  }
}
