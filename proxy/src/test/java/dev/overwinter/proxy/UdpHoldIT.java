package dev.overwinter.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.RouteView;
import dev.overwinter.servers.WakeOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Games that speak in datagrams: held, relayed, and asked for again.
class UdpHoldIT {
  private final int port;

  UdpHoldIT() throws IOException {
    port = UdpGame.freePort();
  }

  @Test
  @Tag("P-10")
  void aGameWithoutAnyTcpPortIsWokenAndRelayed() throws Exception {
    try (var game = new UdpGame(UdpGame.ECHO);
        var proxy = new TestProxy(raw("ASLEEP", null));
        var player = new UdpClient(port)) {
      player.send("one").send("two");
      await().until(() -> proxy.proxy().waiting() == 1);
      assertThat(player.hearsNothing()).isTrue();
      assertThat(proxy.waker().words()).containsExactly("wake");
      proxy.waker().answer(FakeWaker.ready(game.endpoint()));
      assertThat(player.text()).isEqualTo("one");
      assertThat(player.text()).isEqualTo("two");
      assertThat(player.send("three").text()).isEqualTo("three");
      assertThat(proxy.proxy().sessions().count()).isEqualTo(1);
      assertThat(proxy.proxy().heldBytes()).isZero();
      assertThat(game.senders()).isEqualTo(1);
    }
  }

  @Test
  @Tag("P-11")
  void anAwakeGameMissesNothingNotEvenTheFirstDatagram() throws Exception {
    try (var game = new UdpGame(UdpGame.ECHO);
        var proxy = new TestProxy(Views.seats(raw("AWAKE", game.endpoint()), 100))) {
      proxy.waker().alwaysReady(game.endpoint());
      var players = new ArrayList<UdpClient>();
      for (var i = 0; i < 100; i++) {
        players.add(new UdpClient(port));
      }
      for (var i = 0; i < 100; i++) {
        players.get(i).send("hello " + i);
      }
      for (var i = 0; i < 100; i++) {
        assertThat(players.get(i).text()).isEqualTo("hello " + i);
      }
      for (var round = 0; round < 20; round++) {
        for (var player : players) {
          player.send("round " + round);
        }
        for (var player : players) {
          assertThat(player.text()).isEqualTo("round " + round);
        }
      }
      assertThat(game.received()).isEqualTo(2_100);
      assertThat(game.senders()).isEqualTo(100);
      players.forEach(UdpClient::close);
    }
  }

  @Test
  @Tag("P-11")
  void aGameKnownByNameMissesNothingEither() throws Exception {
    try (var game = new UdpGame(UdpGame.ECHO);
        var proxy = new TestProxy(raw("ASLEEP", null));
        var player = new UdpClient(port)) {
      proxy.waker().alwaysReady(new Endpoint("localhost", game.endpoint().port()));
      assertThat(player.send("by name").text()).isEqualTo("by name");
    }
  }

  @Test
  @Tag("P-11")
  void datagramsOfEverySizeArriveWhole() throws Exception {
    try (var game = new UdpGame(UdpGame.ECHO);
        var proxy = new TestProxy(raw("AWAKE", game.endpoint()));
        var player = new UdpClient(port)) {
      proxy.waker().alwaysReady(game.endpoint());
      for (var size : new int[] {1, 1_472, 9_000, 65_507}) {
        var bytes = new byte[size];
        ThreadLocalRandom.current().nextBytes(bytes);
        assertThat(player.send(bytes).receive()).isEqualTo(bytes);
      }
    }
  }

  @Test
  @Tag("P-12")
  void afterARefusalTheSameClientIsAskedForAgain() throws Exception {
    try (var game = new UdpGame(UdpGame.ECHO);
        var proxy = new TestProxy(raw("ASLEEP", null));
        var player = new UdpClient(port)) {
      player.send("in vain");
      await().until(() -> proxy.waker().words().contains("wake"));
      proxy
          .waker()
          .answer(new WakeOutcome.Refused(Refusal.FAILED, "it broke", Duration.ofMillis(10)));
      await().until(() -> proxy.waker().words().getLast().equals("left"));
      proxy.waker().alwaysReady(game.endpoint());
      await().until(() -> player.send("again").receive(Duration.ofMillis(200)).isPresent());
      assertThat(proxy.waker().words()).startsWith("wake", "left", "wake");
    }
  }

  @Test
  @Tag("P-12")
  void aClientThatKeepsSendingIsNotAskedForAtEachDatagram() throws Exception {
    try (var proxy = new TestProxy(raw("FAILED", null));
        var player = new UdpClient(port)) {
      proxy
          .waker()
          .answering(_ ->
              CompletableFuture.completedFuture(
                  new WakeOutcome.Refused(Refusal.FAILED, "it broke", Duration.ZERO)));
      var began = System.nanoTime();
      while (System.nanoTime() - began < Duration.ofSeconds(2).toNanos()) {
        player.send("again");
      }
      assertThat(proxy.waker().words().stream().filter("wake"::equals).count()).isBetween(1L, 4L);
    }
  }

  @Test
  @Tag("P-12")
  void afterTheHoldTimeTheSameClientIsAskedForAgain() throws Exception {
    try (var game = new UdpGame(UdpGame.ECHO);
        var proxy = new TestProxy(Views.holding(raw("ASLEEP", null), 1));
        var player = new UdpClient(port)) {
      player.send("in vain");
      await().until(() -> proxy.proxy().waiting() == 1);
      await().until(() -> proxy.proxy().waiting() == 0);
      assertThat(proxy.proxy().heldBytes()).isZero();
      proxy.waker().answer(FakeWaker.ready(game.endpoint()));
      proxy.waker().alwaysReady(game.endpoint());
      assertThat(player.send("again").text()).isEqualTo("again");
    }
  }

  @Test
  @Tag("P-12")
  void aGameThatIsGoneIsWokenAnewByAJoin() throws Exception {
    try (var proxy = new TestProxy(raw("ASLEEP", null));
        var player = new UdpClient(port)) {
      var first = new UdpGame(UdpGame.ECHO);
      proxy.waker().alwaysReady(first.endpoint());
      assertThat(player.send("before").text()).isEqualTo("before");
      first.close();
      try (var second = new UdpGame(UdpGame.ECHO)) {
        proxy.waker().alwaysReady(second.endpoint());
        await().until(() -> player.send("after").receive(Duration.ofMillis(200)).isPresent());
        assertThat(proxy.waker().words()).containsExactly("wake", "left", "wake");
        assertThat(proxy.proxy().sessions().count()).isEqualTo(1);
      }
    }
  }

  @Test
  @Tag("P-12")
  void aGameThatIsNotThereYetIsAskedForAgainByItself() throws Exception {
    try (var proxy = new TestProxy(raw("ASLEEP", null));
        var player = new UdpClient(port)) {
      var inside = UdpGame.freePort();
      proxy.waker().alwaysReady(new Endpoint("127.0.0.1", inside));
      player.send("early");
      await().until(() -> proxy.waker().words().size() >= 2);
      try (var game = new UdpGame(inside, UdpGame.ECHO)) {
        await().until(() -> player.send("in time").receive(Duration.ofMillis(200)).isPresent());
        assertThat(game.senders()).isEqualTo(1);
      }
      assertThat(proxy.waker().words()).doesNotContain("left");
    }
  }

  @Test
  @Tag("P-12")
  void whoGoesOnAfterAGameWasStoppedDoesNotWakeItUnlessItJoins() throws Exception {
    var noise = Datagrams.hex("84 000000 60");
    try (var proxy = new TestProxy(Views.view(GameProtocol.BEDROCK, port, "ASLEEP", null));
        var player = new UdpClient(port)) {
      var game = new UdpGame(UdpGame.ECHO);
      proxy.waker().alwaysReady(game.endpoint());
      assertThat(player.send(Datagrams.bedrockJoin()).receive()).hasSize(1_464);
      assertThat(player.send(noise).receive()).isEqualTo(noise);
      game.close();
      await()
          .until(() -> {
            player.send(noise);
            return proxy.proxy().sessions().count() == 0;
          });
      player.send(noise).send(noise);
      assertThat(player.hearsNothing()).isTrue();
      assertThat(proxy.waker().words()).containsExactly("wake", "left");
      player.send(Datagrams.bedrockJoin());
      await().until(() -> proxy.waker().words().size() >= 3);
    }
  }

  @Test
  @Tag("P-13")
  void whoWaitsKeepsTheNewestDatagramsOnly() throws Exception {
    try (var game = new UdpGame(UdpGame.ECHO);
        var proxy = new TestProxy(raw("ASLEEP", null));
        var player = new UdpClient(port)) {
      for (var i = 0; i < 100; i++) {
        player.send("datagram " + i);
      }
      await().until(() -> proxy.metric("overwinter.proxy.datagrams.lost", "reason", "held") == 92);
      proxy.waker().answer(FakeWaker.ready(game.endpoint()));
      for (var i = 92; i < 100; i++) {
        assertThat(player.text()).isEqualTo("datagram " + i);
      }
      assertThat(player.hearsNothing()).isTrue();
    }
  }

  @Test
  @Tag("P-13")
  void aSilentPlayerIsForgottenAndTheWorkflowIsTold() throws Exception {
    var env = Map.of("OVERWINTER_PROXY_UDP_IDLE", "2s", "OVERWINTER_PROXY_UDP_UNANSWERED", "1s");
    try (var game = new UdpGame(UdpGame.ECHO);
        var proxy = new TestProxy(env, raw("ASLEEP", null));
        var player = new UdpClient(port)) {
      proxy.waker().alwaysReady(game.endpoint());
      assertThat(player.send("hello").text()).isEqualTo("hello");
      await().until(() -> proxy.waker().words().getLast().equals("left"));
      assertThat(proxy.proxy().sessions().count()).isZero();
      assertThat(player.send("back").text()).isEqualTo("back");
      assertThat(proxy.waker().words()).containsExactly("wake", "left", "wake");
    }
  }

  @Test
  @Tag("P-13")
  void aSenderWhomTheGameIgnoresIsForgottenThoughItGoesOn() throws Exception {
    var env = Map.of("OVERWINTER_PROXY_UDP_UNANSWERED", "1s");
    try (var game = new UdpGame(UdpGame.SILENCE);
        var proxy = new TestProxy(env, raw("ASLEEP", null));
        var player = new UdpClient(port)) {
      proxy.waker().alwaysReady(game.endpoint());
      player.send("hello?");
      await().until(() -> proxy.proxy().sessions().count() == 1);
      await()
          .until(() -> {
            var ended = proxy.proxy().sessions().count() == 0;
            if (!ended) {
              player.send("hello?");
            }
            return ended;
          });
    }
  }

  private RouteView raw(String state, @Nullable Endpoint at) {
    return Views.view(GameProtocol.RAW_UDP, port, state, at);
  }
}
