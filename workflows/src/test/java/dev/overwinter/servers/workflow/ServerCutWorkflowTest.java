package dev.overwinter.servers.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.Servers;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Orders that come just as a history is about to be cut.
final class ServerCutWorkflowTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  /// Its last row cannot be written, so that it waits with a history that is long enough.
  @Test
  void whoKnocksMeanwhileIsLetIn() {
    var server = world.create(ServerRun.first(Servers.lobby("s1"), 60));
    server.awaitCreated();
    world.records.down = true;
    assertThat(knock(server, 1)).isInstanceOf(WakeOutcome.Ready.class);
    for (var seq = 2; seq < 40; seq += 2) {
      server.playersLeft(new ProxyClaim("local", seq));
      server.playersJoined(new ProxyClaim("local", seq + 1));
    }
    server.playersLeft(new ProxyClaim("local", 40));
    world.sleep(Duration.ofMinutes(20));
    assertThat(world.state(server)).isEqualTo("ASLEEP");
    assertThat(world.events("s1")).hasSizeGreaterThan(60);

    var woken = CompletableFuture.supplyAsync(() -> knock(server, 41));

    assertThat(woken.orTimeout(60, TimeUnit.SECONDS).join()).isInstanceOf(WakeOutcome.Ready.class);
  }

  private static WakeOutcome knock(ServerWorkflow server, long seq) {
    return server.wake(new WakeRequest("player via local", new ProxyClaim("local", seq), true));
  }
}
