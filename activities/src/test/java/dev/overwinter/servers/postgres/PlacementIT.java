package dev.overwinter.servers.postgres;

import static dev.overwinter.servers.TestServers.BEGIN;
import static dev.overwinter.servers.TestServers.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.catalogue.GamePort;
import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.JoinRule;
import dev.overwinter.nodes.Capacity;
import dev.overwinter.nodes.NodeFacts;
import dev.overwinter.nodes.NodeSettings;
import dev.overwinter.nodes.NodeState;
import dev.overwinter.nodes.NodeView;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.Reservation;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.TestServers;
import dev.overwinter.servers.workflow.NodeSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;

/// Which node, which ports: decided and kept in one transaction.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlacementIT {
  private static final long MIB = 1L << 20;

  private final TestDatabase database = TestDatabase.start("20000-20199");
  private final PostgresServerRecordActivities records = database.records();

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

  private void node(String id, int version, NodeState state, long mebibytes, int ports) {
    var has = new Capacity(mebibytes * MIB, 100_000, ports);
    node(id, version, state, new NodeSettings("eu", Set.of("ssd"), 100, 400), has);
  }

  private void node(String id, int version, NodeState state, NodeSettings settings, Capacity has) {
    database
        .nodes()
        .record(
            new NodeView(
                id, version, state, settings, new NodeFacts(has, "29.0", ""), "test", BEGIN));
  }

  private static NodeState online() {
    return new NodeState.Online(BEGIN);
  }

  /// Anywhere; 256 MiB as every server of these tests.
  private static ServerSpec anywhere(String id) {
    return wishing(id, Wish.ANYWHERE);
  }

  private static ServerSpec wishing(String id, Wish wish) {
    var usual = spec(id);
    return new ServerSpec(
        id,
        usual.name(),
        usual.owner(),
        usual.template(),
        "",
        0,
        usual.hibernation(),
        usual.joining(),
        wish);
  }

  private static ServerSpec withPorts(String id, int count, int requested) {
    var ports =
        IntStream.range(0, count)
            .mapToObj(i ->
                new GamePort(
                    "p" + i,
                    i % 2 == 0 ? GameProtocol.RAW_UDP : GameProtocol.RAW_TCP,
                    7_000 + i,
                    false,
                    JoinRule.ANYTHING))
            .toList();
    return TestServers.spec(id, requested, TestServers.template(ports));
  }

  @Test
  @Tag("P-14")
  @Tag("D-01")
  void givesOneBlockOfPortsInARow() {
    assertThat(granted(records.reserve(withPorts("a", 3, 0))).publicPort()).isEqualTo(20_000);
    assertThat(granted(records.reserve(withPorts("b", 1, 0))).publicPort()).isEqualTo(20_003);
    assertThat(granted(records.reserve(withPorts("c", 3, 0))).publicPort()).isEqualTo(20_004);
    records.release("b");
    // The gap is too small for two, and large enough for one.
    assertThat(granted(records.reserve(withPorts("d", 2, 0))).publicPort()).isEqualTo(20_007);
    assertThat(granted(records.reserve(withPorts("e", 1, 0))).publicPort()).isEqualTo(20_003);
    assertThat(ports()).doesNotHaveDuplicates().hasSize(9);
  }

  @Test
  @Tag("D-01")
  void aRequestedPortTakesItsWholeBlock() {
    records.reserve(withPorts("a", 1, 20_002));

    assertThat(records.reserve(withPorts("b", 3, 20_000)))
        .isEqualTo(new Reservation.Refused("port 20002 is taken by server a"));
    assertThat(records.reserve(withPorts("b", 3, 8_079)))
        .isEqualTo(new Reservation.Refused("port 8080 is used by Overwinter itself"));
    assertThat(records.reserve(withPorts("b", 2, 65_535)))
        .isEqualTo(new Reservation.Refused("port 65536 cannot be used (expected: 1024..65535)"));
    assertThat(ports()).containsExactly(20_002);
    assertThat(granted(records.reserve(withPorts("b", 3, 20_003))).publicPort()).isEqualTo(20_003);
  }

  @Test
  @Tag("D-01")
  void refusesCleanlyWhenNoBlockIsLeft() throws Exception {
    var all = atOnce(IntStream.range(0, 66).mapToObj(i -> withPorts("s" + i, 3, 0)).toList());
    assertThat(all).allMatch(Reservation.Granted.class::isInstance);
    assertThat(ports()).doesNotHaveDuplicates().hasSize(198);

    assertThat(records.reserve(withPorts("more", 3, 0)))
        .isEqualTo(new Reservation.Refused("no 3 ports in a row of 20000-20199 are free"));
    assertThat(records.reserve(withPorts("less", 2, 0))).isInstanceOf(Reservation.Granted.class);
  }

  @Test
  @Tag("D-01")
  void neverPromisesMoreThanThereIsHoweverManyAskAtOnce() throws Exception {
    node("a", 1, online(), 1_024, 100);
    node("b", 1, online(), 2_048, 3);
    node("c", 1, online(), 512, 100);

    var all = atOnce(IntStream.range(0, 40).mapToObj(i -> anywhere("s" + i)).toList());

    // 4 of 256 MiB on a, 3 ports on b, 2 on c.
    assertThat(all.stream().filter(Reservation.Granted.class::isInstance)).hasSize(9);
    assertThat(records.servers("a")).hasSize(4);
    assertThat(records.servers("b")).hasSize(3);
    assertThat(records.servers("c")).hasSize(2);
    assertThat(database.nodes().servers("a")).isEqualTo(4);
    var refused = (Reservation.Refused) records.reserve(anywhere("more"));
    assertThat(refused.reason()).contains("a: memory").contains("b: ports").contains("c: memory");

    records.release(records.servers("c").getFirst());
    assertThat(granted(records.reserve(anywhere("more"))).node()).isEqualTo("c");
  }

  @Test
  void asksForTheSameTwiceAndGetsTheSame() {
    node("a", 1, online(), 1_024, 100);
    node("b", 1, online(), 8_192, 100);
    var first = records.reserve(anywhere("s"));
    node("b", 2, new NodeState.Draining(BEGIN), 8_192, 100);

    assertThat(granted(first).node()).isEqualTo("b");
    assertThat(records.reserve(anywhere("s"))).isEqualTo(first);
    assertThat(granted(records.reserve(anywhere("t"))).node()).isEqualTo("a");
  }

  @Test
  @Tag("D-01")
  void givesEachNodeThePortsAndSubnetsThatItsMachineHas() {
    var has = new Capacity(8_192 * MIB, 100_000, 2);
    node("plain", 1, online(), 256, 100);
    for (var one : List.of("30000-30001", "31000-31001")) {
      var facts = new NodeFacts(has, "29.0", "", one, "10.9.0.0/24");
      database
          .nodes()
          .record(new NodeView("n" + one, 1, online(), NodeSettings.USUAL, facts, "test", BEGIN));
    }

    var all =
        IntStream.range(0, 5).mapToObj(i -> granted(records.reserve(anywhere("s" + i)))).toList();

    assertThat(all.stream().map(Allocation::publicPort))
        .containsExactlyInAnyOrder(20_000, 30_000, 30_001, 31_000, 31_001);
    assertThat(all.stream().filter(at -> at.node().startsWith("n")))
        .hasSize(4)
        .allSatisfy(at -> assertThat(at.subnet()).startsWith("10.9.0."));
  }

  @Test
  void followsAWish() {
    var has = new Capacity(8_192 * MIB, 100_000, 100);
    node("a", 1, online(), new NodeSettings("eu", Set.of("ssd"), 100, 400), has);
    node("b", 1, online(), new NodeSettings("us", Set.of("ssd", "big"), 100, 400), has);

    assertThat(granted(records.reserve(wishing("s", new Wish("", "us", Set.of())))).node())
        .isEqualTo("b");
    assertThat(granted(records.reserve(wishing("t", new Wish("", "", Set.of("big"))))).node())
        .isEqualTo("b");
    assertThat(records.reserve(wishing("u", new Wish("", "asia", Set.of()))))
        .isInstanceOf(Reservation.Refused.class);
  }

  @Test
  void waitsForASilentNodeOnlyWhenNoOtherHasRoom() {
    node("silent", 1, new NodeState.Unknown(BEGIN, false), 8_192, 100);
    node("small", 1, online(), 256, 100);

    assertThat(granted(records.reserve(anywhere("s"))).node()).isEqualTo("small");
    assertThat(granted(records.reserve(anywhere("t"))).node()).isEqualTo("silent");
    node("silent", 2, new NodeState.Lost(BEGIN, false), 8_192, 100);
    assertThat(records.reserve(anywhere("u"))).isInstanceOf(Reservation.Refused.class);
  }

  @Test
  void aNodeThatNeverSaidWhatItHasIsAsItAlwaysWas() {
    records.recordNode(new NodeSeen("old", true, BEGIN, "Docker 20"));

    assertThat(granted(records.reserve(anywhere("s"))).node()).isEqualTo("old");
    // Named, and not heard of yet.
    assertThat(granted(records.reserve(spec("t"))).node()).isEqualTo("local");
    assertThat(database.sql().sql("select state from nodes").query(String.class).list())
        .containsExactly("UNKNOWN");
  }

  @Test
  void keepsTheNewestViewOfANodeAndTellsListeners() throws Exception {
    records.recordNode(new NodeSeen("a", true, BEGIN, "Docker 29"));
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("listen node_changed");
      node("a", 2, new NodeState.Draining(BEGIN), 1_024, 100);
      node("a", 1, online(), 1, 1);
      records.recordNode(new NodeSeen("a", false, BEGIN.plusSeconds(9), "gone"));

      await()
          .untilAsserted(() ->
              assertThat(connection.unwrap(PGConnection.class).getNotifications(100)).isNotEmpty());
    }
    assertThat(database.sql().sql("select * from nodes").query().singleRow())
        .containsEntry("state", "DRAINING")
        .containsEntry("version", 2L)
        .containsEntry("memory_bytes", 1_024 * MIB)
        .containsEntry("region", "eu")
        .containsEntry("docker_version", "29.0")
        .containsEntry("docker_reachable", false)
        .containsEntry("detail", "gone");
  }

  private static Allocation granted(Reservation reservation) {
    assertThat(reservation).isInstanceOf(Reservation.Granted.class);
    return ((Reservation.Granted) reservation).allocation();
  }

  private List<Reservation> atOnce(List<ServerSpec> specs) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Reservation>();
      var calls =
          specs.stream().map(one -> (Callable<Reservation>) () -> records.reserve(one)).toList();
      for (var answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  private List<@Nullable Integer> ports() {
    return database.sql().sql("select port from allocated_ports").query(Integer.class).list();
  }
}
