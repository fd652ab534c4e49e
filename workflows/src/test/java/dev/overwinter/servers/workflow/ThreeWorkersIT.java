package dev.overwinter.servers.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.servers.Hibernation;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.ServerSettings;
import dev.overwinter.servers.Servers;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Three workers share every queue of a real Temporal server. What has to happen once happens once:
/// no loop of theirs runs three times.
@Timeout(120)
final class ThreeWorkersIT {
  private static final int SERVERS = 20;

  @Test
  @Tag("L-16")
  void eachServerIsMadeStartedAndPutToSleepOnceHoweverManyWorkersThereAre() {
    var node = new FakeContainers();
    try (var temporal = RealTemporal.start();
        var world = World.on(temporal.getTarget(), node);
        var _ = World.on(temporal.getTarget(), node);
        var _ = World.on(temporal.getTarget(), node)) {
      var servers = IntStream.range(0, SERVERS).mapToObj(i -> world.create("many" + i)).toList();
      for (var server : servers) {
        server.awaitCreated();
        server.configure(sleepingSoon());
        assertThat(server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true)))
            .isInstanceOf(WakeOutcome.Ready.class);
        server.playersLeft(new ProxyClaim("local", 2));
      }
      for (var server : servers) {
        await().atMost(Duration.ofSeconds(60)).until(() -> world.state(server).equals("ASLEEP"));
      }
      for (var step : new String[] {"image", "network", "volume", "container", "start", "stop"}) {
        assertThat(node.count(step)).as(step).isEqualTo(SERVERS);
      }
    }
  }

  private static ServerSettings sleepingSoon() {
    var lobby = Servers.lobby("any");
    return new ServerSettings(
        lobby.name(), new Hibernation(true, Duration.ofSeconds(1), Duration.ZERO), lobby.joining());
  }
}
