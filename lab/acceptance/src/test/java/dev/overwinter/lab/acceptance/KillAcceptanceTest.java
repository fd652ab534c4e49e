package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.lab.launcher.Part;
import dev.overwinter.servers.DeleteRequest;
import dev.overwinter.servers.OrderOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// kill -9 of each process of a whole Platform in each phase of a server's life: it ends where it
/// should, with exactly one container, network and volume, or none after a delete.
@Timeout(300)
@Tag("L-12")
@Tag("L-03")
final class KillAcceptanceTest {
  private final Stage stage = Stage.get();
  private final Api api = stage.api();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private String server = "";

  /// How often each process is killed in each phase; `-Doverwinter.kills=20` looks for what one
  /// kill in a hundred does.
  private static final int KILLS = Integer.getInteger("overwinter.kills", 1);

  static List<Arguments> everyProcess() {
    var all = new ArrayList<Arguments>();
    for (var kill = 0; kill < KILLS; kill++) {
      for (var part : Part.values()) {
        // No server needs DigitalOcean; SessionsKillAcceptanceTest kills its simulator.
        if (part != Part.SIMULATOR && (part != Part.DOCKERD || Stage.ownDocker())) {
          all.add(Arguments.of(part, randomMillis()));
        }
      }
    }
    return all;
  }

  /// Where exactly it hits differs from run to run; the display name tells.
  private static int randomMillis() {
    return new Random().nextInt(900);
  }

  @AfterEach
  void remove() {
    background.shutdownNow();
    stage.awaitHealthy();
    if (!server.isEmpty()) {
      api.delete(server);
      api.awaitState(server, "GONE", seconds(120));
      assertThat(stage.remains(server)).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0} after {1} ms")
  @MethodSource("everyProcess")
  void duringCreate(Part victim, int afterMillis) {
    var key = UUID.randomUUID().toString();
    var made =
        CompletableFuture.supplyAsync(
            () -> api.create(key, Map.of("idle_seconds", 600)), background);
    killAfter(victim, afterMillis);
    server = made.join();
    api.awaitState(server, "ASLEEP", seconds(120));
    assertThat(stage.remains(server))
        .containsExactlyInAnyOrder("container exited", "network", "volume");
  }

  @ParameterizedTest(name = "{0} after {1} ms")
  @MethodSource("everyProcess")
  @Tag("P-05")
  void duringWake(Part victim, int afterMillis) {
    server = sleepingLobby();
    var port = api.port(server);
    try (var player =
        Clients.join(port, "Alice", "--stay", "600", "--patience", "120", "--timeout", "110")) {
      killAfter(victim, afterMillis);
      if (victim == Part.PROXY) {
        // The connection dies with its process; the player joins again.
        stage.awaitHealthy();
        try (var again = Clients.join(port, "Alice2", "--stay", "1", "--patience", "120")) {
          assertThat(again.awaitEnd(seconds(120))).as("%s", again).isZero();
        }
      } else {
        awaitJoined(player, victim + " after " + afterMillis + " ms");
      }
      api.awaitState(server, "AWAKE", seconds(120));
      assertThat(stage.remains(server))
          .containsExactlyInAnyOrder("container running", "network", "volume");
    }
  }

  @ParameterizedTest(name = "{0} after {1} ms")
  @MethodSource("everyProcess")
  void duringHibernate(Part victim, int afterMillis) {
    server = sleepingLobby();
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(60));
    var asked =
        CompletableFuture.runAsync(
            () ->
                Awaitility.await()
                    .atMost(seconds(120))
                    .ignoreExceptions()
                    .until(() ->
                        api.send("POST", "/api/servers/" + server + "/hibernate", "").ok()
                            || api.state(server).equals("ASLEEP")),
            background);
    killAfter(victim, afterMillis);
    asked.join();
    api.awaitState(server, "ASLEEP", seconds(120));
    assertThat(stage.remains(server))
        .containsExactlyInAnyOrder("container exited", "network", "volume");
  }

  @ParameterizedTest(name = "{0} after {1} ms")
  @MethodSource("everyProcess")
  void duringDelete(Part victim, int afterMillis) {
    server = sleepingLobby();
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(60));
    var asked = CompletableFuture.runAsync(() -> api.delete(server), background);
    killAfter(victim, afterMillis);
    asked.join();
    api.awaitState(server, "GONE", seconds(120));
    assertThat(stage.remains(server)).isEmpty();
    server = "";
  }

  /// What a kill in the middle of a start leaves now and then: the game runs, and the engine has
  /// not written it down. Made by hand here, because the moment is some milliseconds long.
  @Test
  @EnabledIf("dev.overwinter.lab.acceptance.Stage#ownDocker")
  void aGameThatTheEngineForgotDoesNotRunBesideTheNextOne() throws IOException {
    server = sleepingLobby();
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(60));
    var game = stage.container(server);
    var engine = stage.platform().process(Part.DOCKERD);
    engine.killHardAndHold();
    assertThat(game.runs()).isTrue();
    stage.forgetThatItRuns(game.id());
    engine.start();
    stage.awaitHealthy();
    assertThat(game.runs()).isFalse();
    try (var player =
        Clients.join(api.port(server), "Bert", "--stay", "600", "--patience", "120")) {
      player.awaitEvent("joined", seconds(110));
      assertThat(stage.remains(server))
          .containsExactlyInAnyOrder("container running", "network", "volume");
    }
  }

  /// The proxy lives on what it heard last: the api that would tell it more is dead.
  @Test
  void whoComesToAServerThatIsGoneIsToldSoAtOnce() {
    server = sleepingLobby();
    var port = api.port(server);
    var listener = stage.platform().process(Part.API);
    listener.killHardAndHold();
    try {
      var workflow = stage.temporal().newUntypedWorkflowStub(WorkflowIds.server(server));
      var _ = workflow.update("delete", OrderOutcome.class, new DeleteRequest("test"));
      workflow.getResult(Void.class);
      try (var player = Clients.join(port, "Carol", "--stay", "1", "--timeout", "60")) {
        assertThat(player.awaitEvent("kicked", seconds(20)).path("reason").asText())
            .contains("gone");
      }
    } finally {
      listener.start();
    }
  }

  /// A kill hits at another moment in each run: the message is all that is left of a failed one.
  private void awaitJoined(Clients.Run player, String what) {
    try {
      player.awaitEvent("joined", seconds(110));
    } catch (AssertionError never) {
      throw new AssertionError(
          what + ": " + never.getMessage() + "; " + stage.story(server), never);
    }
  }

  private String sleepingLobby() {
    return stage.sleepingLobby(Map.of("idle_seconds", 600, "hold_seconds", 120));
  }

  private void killAfter(Part victim, int afterMillis) {
    CompletableFuture.runAsync(
            () -> stage.kill(victim),
            CompletableFuture.delayedExecutor(afterMillis, TimeUnit.MILLISECONDS, background))
        .join();
  }
}
