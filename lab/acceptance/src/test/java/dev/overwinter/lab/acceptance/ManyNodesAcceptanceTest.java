package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.lab.launcher.Part;
import dev.overwinter.lab.launcher.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One platform and nodes that join it, each a worker and a proxy of its own that know nothing but
/// what they were given for their token.
@Timeout(600)
final class ManyNodesAcceptanceTest {
  private static final String ATTIC = "127.0.0.2";
  private static final String SHED = "127.0.0.3";
  private static final String CELLAR = "127.0.0.4";

  private final Stage stage = Stage.get();
  private final Api api = stage.api();
  private final List<String> servers = new ArrayList<>();
  private final TreeMap<String, Platform> nodes = new TreeMap<>();

  @AfterEach
  void remove() {
    for (var id : servers) {
      api.delete(id);
    }
    for (var id : servers) {
      api.awaitState(id, "GONE", seconds(120));
      assertThat(stage.remains(id)).isEmpty();
    }
    // Retired, so that no later test is given a place on one that is gone.
    nodes.forEach((name, node) -> {
      api.repeat("DELETE", "/api/nodes/" + name, "", Map.of());
      node.close();
    });
  }

  /// The worker of a node dies and stays away: who plays there goes on playing, and who slept there
  /// is restarted elsewhere with its world, once.
  @Test
  @Tag("D-03")
  void serversAreSpreadAndALostNodeLeavesNothingBehindThatRunsTwice() throws Exception {
    var attic = join("attic", ATTIC, "--region", "up", "--tag", "ssd");

    var places = new TreeSet<String>();
    for (var i = 0; i < 12 && places.size() < 2; i++) {
      places.add(place(create(Map.of())));
    }
    assertThat(places).containsExactly("attic", "local");
    assertThat(place(create(Map.of("region", "up")))).isEqualTo("attic");
    assertThat(place(create(Map.of("node", "local")))).isEqualTo("local");
    var server = create(Map.of("tags", List.of("ssd")));
    assertThat(place(server)).isEqualTo("attic");

    var kept = create(Map.of("node", "attic"));
    writeIntoWorld(kept, "a summer of building");
    playAndSleep(kept);

    try (var player = Clients.joinAt(ATTIC, api.port(server), "Guest", "--stay", "600");
        var counted = new Runs(stage, kept)) {
      player.awaitEvent("joined", seconds(60));
      var container = container(server);
      assertThat(refusal(kept, Map.of())).isEqualTo("NODE_ANSWERS");
      attic.process(Part.WORKER).killHardAndHold();
      awaitNode("attic", "UNKNOWN", 120);
      assertThat(api.server(server).path("certainty").asText()).isEqualTo("UNKNOWN");
      assertThat(api.state(server)).isEqualTo("AWAKE");
      assertThat(player.events("kicked")).as("%s", player).isEmpty();
      awaitNode("attic", "LOST", 30);
      Awaitility.await()
          .atMost(seconds(20))
          .until(() -> refusal(server, Map.of()).equals("NO_BACKUP"));

      // It is told that its node is lost a moment after the other was.
      Awaitility.await().atMost(seconds(20)).until(() -> refusal(kept, Map.of()).equals("202"));
      Awaitility.await().atMost(seconds(60)).until(() -> place(kept).equals("local"));
      try (var guest = Clients.join(api.port(kept), "Guest", "--stay", "600")) {
        guest.awaitEvent("joined", seconds(60));
        assertThat(readFromWorld(kept + ".g2")).contains("a summer of building");
        assertThat(counted.most()).as("never two of one server").isEqualTo(1);

        theLostNodeReturns(attic, server, container, player);
        assertThat(counted.most()).as("never two of one server").isEqualTo(1);
        assertThat(api.state(kept)).isEqualTo("AWAKE");
        // A machine that had only been out of reach would still run it.
        Docker.of(stage.platform()).run("start", "ow-" + kept);
        Awaitility.await()
            .atMost(seconds(60))
            .until(() -> counted.now().equals(List.of("ow-" + kept + ".g2")));
        assertThat(guest.events("kicked")).as("%s", guest).isEmpty();
        guest.leave();
      }
      api.repeat("DELETE", "/api/servers/" + kept + "/stranded/attic", "", Map.of());
      Awaitility.await()
          .atMost(seconds(30))
          .until(() -> api.send("GET", "/api/servers/" + kept + "/stranded", "").body().isEmpty());
      player.leave();
      assertThat(player.awaitEnd(seconds(30))).as("%s", player).isZero();
    }
  }

  /// pelican/wings#119 and #131: nodes that could not reach each other, or not make what the other
  /// sent. Here the world goes through the store. Then back, while both workers are killed.
  @Test
  @Tag("D-03")
  void aServerMovesWithItsWorldAndLeavesNothingBehindWhoeverIsKilled() throws Exception {
    var attic = join("attic-" + ProcessHandle.current().pid(), ATTIC);
    var there = nodes.firstKey();
    var server = create(Map.of("node", "local"));
    writeIntoWorld(server, "a winter of digging");
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(60));
    assertThat(moved(server, "local")).isEqualTo("SAME_NODE");
    try (var counted = new Runs(stage, server)) {
      assertThat(moved(server, there)).isEqualTo("202");
      Awaitility.await().atMost(seconds(90)).until(() -> place(server).equals(there));
      api.awaitState(server, "AWAKE", seconds(90));
      try (var player = Clients.joinAt(ATTIC, api.port(server), "Guest", "--stay", "600")) {
        player.awaitEvent("joined", seconds(60));
        assertThat(readFromWorld(server + ".g2")).contains("a winter of digging");
        assertThat(moved(server, "local")).isEqualTo("OCCUPIED");
        player.leave();
      }
      awaitOnly(server, "ow-" + server + ".g2");
      Awaitility.await().atMost(seconds(30)).until(() -> moved(server, "local").equals("202"));
      attic.process(Part.WORKER).killHard();
      stage.kill(Part.WORKER);
      stage.awaitHealthy();
      Awaitility.await().atMost(seconds(120)).until(() -> place(server).equals("local"));
      api.awaitState(server, "AWAKE", seconds(120));
      assertThat(readFromWorld(server + ".g3")).contains("a winter of digging");
      awaitOnly(server, "ow-" + server + ".g3");
      assertThat(counted.most()).as("never two of one server").isEqualTo(1);
    }
  }

  /// What it was moved away from is removed, and nobody had to ask.
  private void awaitOnly(String server, String container) {
    Awaitility.await()
        .atMost(seconds(90))
        .untilAsserted(() ->
            assertThat(
                    Docker.of(stage.platform())
                        .run(
                            "ps",
                            "-a",
                            "--filter",
                            "label=dev.overwinter.server=" + server,
                            "--format",
                            "{{.Names}}")
                        .lines())
                .containsExactly(container));
    Awaitility.await()
        .atMost(seconds(30))
        .until(() -> api.send("GET", "/api/servers/" + server + "/stranded", "").body().isEmpty());
  }

  private String moved(String server, String node) throws IOException {
    var answer =
        api.send(
            "POST", "/api/servers/" + server + "/transfer", Map.<String, Object>of("node", node));
    return answer.status() == 409 ? answer.body().path("code").asText() : "" + answer.status();
  }

  private void theLostNodeReturns(
      Platform attic, String server, String container, Clients.Run player) throws Exception {
    attic.process(Part.WORKER).start();
    attic.awaitHealthy();
    awaitNode("attic", "ONLINE", 60);
    Awaitility.await()
        .atMost(seconds(30))
        .until(() -> api.server(server).path("certainty").asText().equals("KNOWN"));
    assertThat(api.state(server)).isEqualTo("AWAKE");
    assertThat(container(server)).as("the very same run of its container").isEqualTo(container);
    assertThat(player.events("kicked")).as("%s", player).isEmpty();
  }

  private void playAndSleep(String server) {
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(60));
    api.repeat("POST", "/api/servers/" + server + "/hibernate", "", Map.of());
    api.awaitState(server, "ASLEEP", seconds(60));
    Awaitility.await("backup of " + server)
        .atMost(seconds(60))
        .until(() ->
            api.send("GET", "/api/servers/" + server + "/backups", "")
                .body()
                .path(0)
                .path("state")
                .asText()
                .equals("COMPLETE"));
  }

  private void writeIntoWorld(String server, String text) throws IOException {
    var file = Files.writeString(Files.createTempFile("keepsake", ".txt"), text);
    Docker.of(stage.platform()).run("cp", file.toString(), "ow-" + server + ":/data/keepsake.txt");
  }

  private String readFromWorld(String name) throws IOException {
    var file = Files.createTempFile("keepsake", ".txt");
    Docker.of(stage.platform()).run("cp", "ow-" + name + ":/data/keepsake.txt", file.toString());
    return Files.readString(file);
  }

  private String refusal(String server, Map<String, Object> body) throws IOException {
    var answer = api.send("POST", "/api/servers/" + server + "/relocate", body);
    return answer.status() == 409 ? answer.body().path("code").asText() : "" + answer.status();
  }

  /// Looks again and again which containers of a server run.
  private static final class Runs implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(200);
    private final Docker docker;
    private final String server;
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger looked = new AtomicInteger();
    private final AtomicInteger missed = new AtomicInteger();
    private final Thread looking;
    private volatile boolean closed;

    Runs(Stage stage, String server) {
      docker = Docker.of(stage.platform());
      this.server = server;
      looking = Thread.ofVirtual().start(this::look);
    }

    private void look() {
      while (!closed) {
        try {
          most.accumulateAndGet(now().size(), Math::max);
          looked.incrementAndGet();
          LockSupport.parkNanos(LOOK.toNanos());
        } catch (IllegalStateException busy) {
          missed.incrementAndGet();
        }
      }
    }

    int most() {
      assertThat(looked.get()).as("looks, beside %s that failed", missed).isGreaterThan(20);
      return most.get();
    }

    List<String> now() {
      return docker
          .run("ps", "--filter", "label=dev.overwinter.server=" + server, "--format", "{{.Names}}")
          .lines()
          .toList();
    }

    @Override
    public void close() {
      closed = true;
      try {
        looking.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void aNodeJoinsWhilePeoplePlayAndServersAreMade() throws Exception {
    var busy = create(Map.of("node", "local"));
    var over = new AtomicBoolean();
    try (var people = Clients.join(api.port(busy), "Crowd", "--count", "8", "--stay", "600");
        var beside = Executors.newVirtualThreadPerTaskExecutor()) {
      people.awaitEvent("joined", seconds(60));
      var made = CompletableFuture.supplyAsync(() -> comeAndGo(over), beside);
      join("shed", SHED);
      var there = create(Map.of("node", "shed"));
      try (var player = Clients.joinAt(SHED, api.port(there), "First", "--stay", "1")) {
        assertThat(player.awaitEnd(seconds(90))).as("%s", player).isZero();
      }
      over.set(true);
      assertThat(made.join()).isPositive();
      assertThat(people.events("kicked")).as("%s", people).isEmpty();
      people.leave();
      assertThat(people.awaitEnd(seconds(30))).as("%s", people).isZero();
    }
  }

  /// The joining machine has shown its token, or is about to, when a process dies.
  @ParameterizedTest(name = "{0} after {1} ms")
  @MethodSource("controlPlane")
  @Tag("L-12")
  void aNodeJoinsOverAKill(Part victim, int afterMillis) throws Exception {
    var kill =
        CompletableFuture.runAsync(
            () -> stage.kill(victim),
            CompletableFuture.delayedExecutor(afterMillis, TimeUnit.MILLISECONDS));
    join("cellar-" + victim.processName(), CELLAR);
    kill.join();
    stage.awaitHealthy();
    assertThat(place(create(Map.of("node", "cellar-" + victim.processName()))))
        .startsWith("cellar");
  }

  static List<Arguments> controlPlane() {
    return Stream.of(Part.API, Part.WORKER, Part.TEMPORAL, Part.POSTGRES)
        .map(part -> Arguments.of(part, new Random().nextInt(900)))
        .toList();
  }

  /// Makes a server and removes it, again and again.
  ///
  /// @return how many
  private int comeAndGo(AtomicBoolean over) {
    var made = 0;
    while (!over.get()) {
      var id = api.createLobby(Map.of("node", "local", "idle_seconds", 600));
      api.awaitState(id, "ASLEEP", seconds(60));
      api.delete(id);
      api.awaitState(id, "GONE", seconds(60));
      made++;
    }
    return made;
  }

  private Platform join(String name, String address, String... options) throws Exception {
    var node = stage.join(name, address, options);
    nodes.put(name, node);
    awaitNode(name, "ONLINE", 60);
    return node;
  }

  private String create(Map<String, Object> wish) {
    var settings = new TreeMap<>(wish);
    settings.put("idle_seconds", 600);
    var id = api.createLobby(settings);
    servers.add(id);
    api.awaitState(id, "ASLEEP", seconds(60));
    return id;
  }

  private String place(String server) {
    return api.server(server).path("node").asText();
  }

  private String container(String server) {
    return Docker.of(stage.platform())
        .run("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", "ow-" + server);
  }

  private void awaitNode(String name, String state, long atMostSeconds) {
    Callable<JsonNode> ask = () -> api.send("GET", "/api/nodes/" + name, "").body();
    Awaitility.await(name + " " + state)
        .atMost(seconds(atMostSeconds))
        .pollInterval(seconds(1))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(ask, node -> node.path("state").asText().equals(state));
  }
}
