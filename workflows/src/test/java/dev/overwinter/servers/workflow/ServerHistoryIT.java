package dev.overwinter.servers.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.Occupancy;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.Servers;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import io.temporal.testing.TemporalDevServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a long life does to a history, on a real Temporal server: the in-memory one neither
/// enforces limits nor gives back a signal that races a continue-as-new.
final class ServerHistoryIT {
  private static final int NIGHTS = 1000;

  @SuppressWarnings("NullAway.Init") // set by start()
  private static TemporalDevServer server;

  @BeforeAll
  static void start() {
    server = RealTemporal.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aThousandNightsLeaveABoundedHistoryAndLoseNothing() {
    try (var world = World.on(server.getTarget())) {
      var lobby = world.create(ServerRun.first(Servers.lobby("s1"), 300));
      lobby.awaitCreated();
      for (int night = 1; night <= NIGHTS; night++) {
        assertThat(knock(lobby, 2L * night)).isInstanceOf(WakeOutcome.Ready.class);
        lobby.playersLeft(new ProxyClaim("local", 2L * night + 1));
        assertThat(lobby.hibernate(new HibernateRequest("admin", false)))
            .isInstanceOf(OrderOutcome.Accepted.class);
      }
      assertThat(world.containers.count("start")).isEqualTo(NIGHTS);
      assertThat(world.containers.count("stop")).isBetween(NIGHTS - 1L, (long) NIGHTS);
      assertThat(world.events("s1")).hasSizeLessThan(400);
      var began = world.history("s1").getEvents().getFirst();
      assertThat(began.getWorkflowExecutionStartedEventAttributes().getContinuedExecutionRunId())
          .isNotEmpty();
      assertThat(lobby.status().occupancy().claims())
          .containsEntry("local", new Occupancy.Claim(2L * NIGHTS + 1, false));
    }
  }

  private static WakeOutcome knock(ServerWorkflow server, long seq) {
    return server.wake(new WakeRequest("player", new ProxyClaim("local", seq), true));
  }
}
