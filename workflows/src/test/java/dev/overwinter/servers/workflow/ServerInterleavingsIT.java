package dev.overwinter.servers.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.Hibernation;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.ServerSettings;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.Servers;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the pure rules promise for any order of events, promised by the workflow on a real Temporal
/// server: handlers, activities, timers and continue-as-new race each other in real time.
@Tag("L-05")
@Timeout(480)
final class ServerInterleavingsIT {
  private static final int SERVERS = 10;
  private static final int ROUNDS = 100;
  private static final long LONGEST_PAUSE = Duration.ofMillis(25).toNanos();
  // A Temporal server that gets too little of the processor now and then records that a task was
  // taken and never delivers it; it is handed out again after its 30 s (see World).
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(90);
  private static final List<String> PROXIES = List.of("east", "west");

  private enum Event {
    JOIN,
    JOIN_AGAIN,
    LEAVE,
    LEAVE_AGAIN,
    OWNER_WAKES,
    OWNER_HIBERNATES,
    OWNER_HIBERNATES_AGAIN,
    JOIN_UNASKED,
    CRASH,
    NEWS
  }

  private final JudgedNode node = new JudgedNode();
  private final long seed = Long.getLong("overwinter.seed", new Random().nextLong());

  @Test
  void aThousandInterleavingsCutNobodyOffAndStartOncePerWake() throws Exception {
    try (var temporal = RealTemporal.start();
        var world = World.on(temporal.getTarget(), node);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var evenings = new ArrayList<Future<?>>();
      for (var i = 0; i < SERVERS; i++) {
        var number = i;
        evenings.add(threads.submit(() -> play(world, threads, number)));
      }
      for (var evening : evenings) {
        evening.get();
      }
    }
  }

  private void play(World world, ExecutorService threads, int number) {
    var id = "s" + number;
    var random = new Random(seed + number);
    var server = world.create(ServerRun.first(Servers.kept(id), 300));
    server.awaitCreated();
    // Every second one also races its own idle timer.
    server.configure(settings(number % 2 == 0));
    for (var round = 0; round < ROUNDS; round++) {
      var events = random.ints(2 + random.nextInt(6), 0, Event.values().length).toArray();
      var said = new StringBuilder();
      var under = new ArrayList<Future<?>>();
      for (var event : events) {
        var proxy = PROXIES.get(random.nextInt(PROXIES.size()));
        said.append(Event.values()[event]).append(' ').append(proxy).append(", ");
        under.add(threads.submit(() -> happen(Event.values()[event], server, id, proxy)));
      }
      judge(server, id, under, "seed %d, %s, round %d: %s".formatted(seed, id, round, said));
      if (random.nextBoolean()) {
        PROXIES.forEach(proxy -> node.game(id).leaves(proxy).ifPresent(server::playersLeft));
      }
    }
  }

  private static ServerSettings settings(boolean idles) {
    var lobby = Servers.lobby("any");
    return new ServerSettings(
        lobby.name(),
        new Hibernation(idles, Duration.ofMillis(30), Duration.ZERO),
        lobby.joining());
  }

  private void happen(Event event, ServerWorkflow server, String id, String proxy) {
    JudgedNode.pause(LONGEST_PAUSE);
    var game = node.game(id);
    switch (event) {
      case JOIN, JOIN_AGAIN -> join(server, game, proxy);
      case LEAVE, LEAVE_AGAIN -> game.leaves(proxy).ifPresent(server::playersLeft);
      case OWNER_WAKES -> {
        game.wakeAsked();
        var _ = asked(() -> server.wake(new WakeRequest("owner", null, true)));
      }
      case OWNER_HIBERNATES, OWNER_HIBERNATES_AGAIN -> {
        var _ = asked(() -> server.hibernate(new HibernateRequest("owner", false)));
      }
      case JOIN_UNASKED -> game.relaysUnasked(proxy).ifPresent(server::playersJoined);
      case CRASH ->
          game.crashes()
              .ifPresent(crash -> {
                server.containerObserved(crash.seen());
                crash.words().forEach(server::playersLeft);
              });
      case NEWS -> {
        game.newsSent();
        server.containerObserved(game.seen());
      }
    }
  }

  private static void join(ServerWorkflow server, JudgedGame game, String proxy) {
    ProxyClaim claim = game.holds(proxy);
    var answer = asked(() -> server.wake(new WakeRequest("player", claim, true)));
    var leaves = answer instanceof WakeOutcome.Ready ? game.relays(proxy) : game.refused(proxy);
    leaves.ifPresent(server::playersLeft);
  }

  /// As api and proxy do it: an Update that came while a run gave way to the next is asked again.
  private static <T> T asked(Supplier<T> order) {
    while (true) {
      try {
        return order.get();
      } catch (WorkflowServiceException e) {
        if (!(e.getCause() instanceof StatusRuntimeException rpc)
            || rpc.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
          throw e;
        }
      }
    }
  }

  private void judge(ServerWorkflow server, String id, List<Future<?>> under, String round) {
    var game = node.game(id);
    await(round)
        .atMost(SETTLED_WITHIN)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> under.stream().allMatch(Future::isDone));
    under.forEach(done -> assertThat(done).as(round).succeedsWithin(Duration.ZERO));
    await(round)
        .atMost(SETTLED_WITHIN)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> {
          var view = server.status();
          assertThat(view.state().settled()).as("settled: %s", view.state()).isTrue();
          assertThat(game.running()).isEqualTo(view.state() instanceof ServerState.Awake);
          assertThat(view.occupancy().occupied()).isEqualTo(game.occupied());
        });
    game.judgeStarts();
    assertThat(game.crimes()).as(round).isEmpty();
  }
}
