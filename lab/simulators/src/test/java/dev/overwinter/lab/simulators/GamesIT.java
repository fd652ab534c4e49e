package dev.overwinter.lab.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.lab.simulators.faults.Fault;
import dev.overwinter.lab.simulators.faults.FaultSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Games in real time, with real sockets.
final class GamesIT {
  private static final String PREFIX = "OVERWINTER_SIMULATOR_";

  @TempDir Path data;
  private int gamePort;
  private Platform platform;
  private Simulator simulator;
  private Account account;

  @BeforeEach
  void open() throws IOException {
    platform = new Platform();
    try (var free = new ServerSocket(0)) {
      gamePort = free.getLocalPort();
    }
    openSimulator();
  }

  private void openSimulator() throws IOException {
    simulator =
        new Simulator(
            SimulatorConfig.from(
                Map.of(
                    PREFIX + "PORT", "0",
                    PREFIX + "DATA", data.toString(),
                    PREFIX + "PROVISION_MILLIS", "200",
                    PREFIX + "BOOT_MILLIS", "50",
                    PREFIX + "PUBLIC_BLOCK", "127.214.0.0/19",
                    PREFIX + "GAME_PORT", Integer.toString(gamePort))),
            Clock.systemUTC());
    account = new Account(simulator.port());
  }

  @AfterEach
  void shut() {
    account.close();
    simulator.close();
    platform.close();
  }

  private long droplet(String name) {
    var more = "OVERWINTER_HEARTBEAT_SECONDS=1\\nOVERWINTER_SESSION=session/AB12CD\\n";
    var reply = account.create(name, ",\"user_data\":\"" + platform.userData(more) + "\"");
    assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    return reply.json().at("/droplet/id").asLong();
  }

  private void tell(long id, String wish) {
    assertThat(account.call("PUT", "/simulator/droplets/" + id + "/game", wish).status())
        .isEqualTo(204);
  }

  @Test
  void aGameBeatsWithASignatureFromItsBootToItsEnd() {
    var id = droplet("a");
    await().until(() -> platform.heard().size() >= 2);
    var first = platform.heard().getFirst();
    assertThat(first.path()).isEqualTo("/server/heartbeat");
    assertThat(first.genuine()).isTrue();
    assertThat(first.droplet()).isEqualTo(id);
    assertThat(first.body().path("session").asText()).isEqualTo("session/AB12CD");
    assertThat(first.body().path("droplet_ip").asText())
        .isEqualTo(account.droplet(id).at("/networks/v4/0/ip_address").asText());
    assertThat(first.clients()).isZero();

    account.delete("/v2/droplets/" + id);
    await().until(() -> state(id).equals("over"));
    platform.forget();
    droplet("b");
    await().until(() -> platform.heard().size() >= 2);
    assertThat(platform.heard()).noneMatch(heard -> heard.droplet() == id);
  }

  private String state(long id) {
    return account.get("/simulator/droplets/" + id + "/game").json().path("state").asText();
  }

  @Test
  void aDropletIsJoinedAndItsPlayersAreCounted() throws IOException {
    var id = droplet("a");
    await().until(() -> state(id).equals("running"));
    var address = account.droplet(id).at("/networks/v4/0/ip_address").asText();
    try (var player = new Socket(address, gamePort)) {
      var in =
          new BufferedReader(
              new InputStreamReader(player.getInputStream(), StandardCharsets.UTF_8));
      assertThat(in.readLine()).isEqualTo("overwinter-game " + id);
      player.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
      assertThat(in.readLine()).isEqualTo("hello");
      await().until(() -> platform.heard().getLast().clients() == 1);
    }
    await().until(() -> platform.heard().getLast().clients() == 0);
  }

  @Test
  void aGameReportsThePlayersThatItIsTold() throws IOException {
    var id = droplet("a");
    await().until(() -> state(id).equals("running"));
    tell(id, "{\"clients\":3}");
    await().until(() -> platform.heard().getLast().clients() == 3);
    account.close();
    simulator.close();
    openSimulator();
    platform.forget();
    await().until(() -> !platform.heard().isEmpty());
    assertThat(platform.heard().getFirst().clients()).isEqualTo(3);
  }

  @Test
  void aGameFallsSilentAndSpeaksAgain() {
    var id = droplet("a");
    var other = droplet("b");
    await().until(() -> state(id).equals("running"));
    tell(id, "{\"beating\":false}");
    platform.forget();
    await().until(() -> platform.heard().stream().filter(h -> h.droplet() == other).count() >= 2);
    // One may have been on its way when the game was told.
    assertThat(platform.heard().stream().filter(heard -> heard.droplet() == id).count())
        .isLessThanOrEqualTo(1);
    tell(id, "{\"beating\":true}");
    platform.forget();
    await().until(() -> platform.heard().stream().anyMatch(heard -> heard.droplet() == id));
  }

  @Test
  void aGameEndsItsOwnSession() {
    var id = droplet("a");
    await().until(() -> state(id).equals("running"));
    tell(id, "{\"end\":true}");
    await().until(() -> platform.heard().stream().anyMatch(h -> h.path().equals("/server/end")));
    var end =
        platform.heard().stream().filter(h -> h.path().equals("/server/end")).findFirst().get();
    assertThat(end.genuine()).isTrue();
    assertThat(end.query()).startsWith("droplet_ip=127.214.");
  }

  @Test
  void silentHeartbeatsAreNotSent() {
    simulator.faults().arm(Fault.SILENT, FaultSpec.always().onlyFor("mute"));
    var mute = droplet("mute");
    droplet("loud");
    await().until(() -> platform.heard().size() >= 3);
    assertThat(platform.heard()).noneMatch(heard -> heard.droplet() == mute);
  }

  @Test
  void aReplayedHeartbeatIsTheSameToTheByte() {
    simulator.faults().arm(Fault.REPLAY, FaultSpec.times(1));
    droplet("a");
    await().until(() -> platform.heard().size() >= 3);
    var signatures =
        platform.heard().stream().map(Platform.Heard::signature).collect(Collectors.toSet());
    assertThat(signatures).hasSizeLessThan(platform.heard().size());
    assertThat(platform.heard().get(1).timestamp())
        .isEqualTo(platform.heard().getFirst().timestamp());
  }

  @Test
  void aGameWithAWrongClockIsLate() {
    simulator.faults().arm(Fault.SKEW, FaultSpec.times(1).lasting(Duration.ofSeconds(301)));
    droplet("a");
    await().until(() -> platform.heard().size() >= 2);
    assertThat(platform.heard().get(1).timestamp() - platform.heard().getFirst().timestamp())
        .isBetween(300L, 320L);
  }

  @Test
  void aLateHeartbeatComesAfterTheEnd() {
    simulator.faults().arm(Fault.LATE, FaultSpec.times(1));
    var id = droplet("a");
    await().until(() -> !platform.heard().isEmpty());
    account.delete("/v2/droplets/" + id);
    assertThat(account.get("/v2/droplets/" + id).status()).isEqualTo(404);
    platform.forget();
    await().until(() -> state(id).equals("over"));
    assertThat(platform.heard()).anyMatch(heard -> heard.droplet() == id);
  }

  @Test
  void heartbeatsStayOnThisMachine() {
    var elsewhere = "OVERWINTER_URL=http://192.0.2.1\\nOVERWINTER_KEY=k\\n";
    var reply = account.create("a", ",\"user_data\":\"" + elsewhere + "\"");
    var id = reply.json().at("/droplet/id").asLong();
    assertThat(account.get("/simulator/droplets/" + id + "/game").status()).isEqualTo(404);
  }
}
