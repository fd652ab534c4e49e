package dev.overwinter.proxy;

import static dev.overwinter.proxy.MinecraftClient.login;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How many may be relayed at once.
@Tag("P-06")
class PlayersIT {
  private static final Map<String, String> THREE_PER_ADDRESS =
      Map.of(
          "OVERWINTER_PROXY_LIMIT_LOOPBACK", "true",
          "OVERWINTER_PROXY_PLAYERS_PER_ADDRESS", "3");

  private final int port = FakeGame.freePort();
  private final List<MinecraftClient> clients = new ArrayList<>();

  @Test
  void oneAddressCannotHaveEveryPlaceInAGame() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(THREE_PER_ADDRESS, Views.awake(port, game.endpoint()))) {
      proxy.waker().alwaysReady(game.endpoint());
      for (var i = 0; i < 3; i++) {
        plays("P" + i);
      }
      assertThat(refusal("Fourth")).contains("Too many players");
      assertThat(turnedAway(proxy)).isOne();
      assertThat(game.accepted()).isEqualTo(3);

      clients.getFirst().close();
      await().untilAsserted(() -> plays("Next"));
      assertThat(refusal("Another")).contains("Too many players");
    }
  }

  @Test
  void ofThoseWhoWaitedTogetherOnlySoManyGetIn() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(THREE_PER_ADDRESS, Views.asleep(port))) {
      for (var i = 0; i < 5; i++) {
        clients.add(new MinecraftClient(port).send(login("P" + i)));
      }
      await().until(() -> proxy.proxy().waiting() == 5);
      proxy.waker().answer(FakeWaker.ready(game.endpoint()));
      await().until(() -> turnedAway(proxy) == 2);
      await().until(() -> proxy.proxy().sessions().count() == 3);
      await().until(() -> game.accepted() == 3);
      for (var client : clients) {
        client.close();
      }
      await().until(() -> proxy.waker().words().equals(List.of("wake", "left")));
    }
  }

  @Test
  void aClientOfAnUnknownProtocolIsHungUpOn() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(THREE_PER_ADDRESS, Views.raw(port, "AWAKE", game.endpoint()))) {
      proxy.waker().alwaysReady(game.endpoint());
      for (var i = 0; i < 3; i++) {
        var player = new MinecraftClient(port).send("hello".getBytes(US_ASCII));
        assertThat(player.socket().getInputStream().readNBytes(5)).asString().isEqualTo("hello");
        clients.add(player);
      }
      try (var fourth = new MinecraftClient(port)) {
        fourth.send("hello".getBytes(US_ASCII));
        assertThat(fourth.socket().getInputStream().read()).isEqualTo(-1);
      }
      assertThat(turnedAway(proxy)).isOne();
    }
  }

  @Test
  void playersOfThisMachineCountOnlyInTotal() throws Exception {
    var limits =
        Map.of("OVERWINTER_PROXY_PLAYERS_PER_ADDRESS", "1", "OVERWINTER_PROXY_PLAYERS", "4");
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(limits, Views.awake(port, game.endpoint()))) {
      proxy.waker().alwaysReady(game.endpoint());
      for (var i = 0; i < 4; i++) {
        plays("P" + i);
      }
      assertThat(refusal("Fifth")).contains("Too many players");
    }
  }

  private void plays(String name) throws IOException {
    var hello = login(name);
    var player = new MinecraftClient(port).send(hello);
    assertThat(player.socket().getInputStream().readNBytes(hello.length)).isEqualTo(hello);
    clients.add(player);
  }

  private String refusal(String name) throws IOException {
    try (var player = new MinecraftClient(port)) {
      return MinecraftClient.text(player.send(login(name)).readPacket());
    }
  }

  private static double turnedAway(TestProxy proxy) {
    return proxy.metric("overwinter.proxy.connections", "verdict", "too_many_players");
  }
}
