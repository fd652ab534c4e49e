package dev.overwinter.proxy;

import static dev.overwinter.proxy.Datagrams.bedrockJoin;
import static dev.overwinter.proxy.Datagrams.bedrockPing;
import static dev.overwinter.proxy.Datagrams.challenged;
import static dev.overwinter.proxy.Datagrams.hex;
import static dev.overwinter.proxy.Datagrams.luantiHello;
import static dev.overwinter.proxy.Datagrams.luantiInit;
import static dev.overwinter.proxy.Datagrams.satisfactoryPoll;
import static dev.overwinter.proxy.Datagrams.sourceInfo;
import static dev.overwinter.proxy.Datagrams.sourceJoin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.catalogue.GameProtocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Asleep but listed: questions are answered and wake nothing, joins wake.
@Tag("P-07")
class UdpListIT {
  private final int port;

  UdpListIT() throws IOException {
    port = UdpGame.freePort();
  }

  @Test
  void aBedrockServerIsListedAsleepAndWakingAndWokenByAJoinOnly() throws Exception {
    try (var proxy = new TestProxy(Views.view(GameProtocol.BEDROCK, port, "ASLEEP", null));
        var list = new UdpClient(port);
        var player = new UdpClient(port)) {
      assertThat(new String(list.send(bedrockPing()).receive(), StandardCharsets.UTF_8))
          .contains("MCPE;Winter | Zzz;800;1.21.80;0;20;");
      assertThat(proxy.waker().words()).isEmpty();
      player.send(bedrockJoin());
      await().until(() -> proxy.waker().words().contains("wake"));
      proxy.tell(Views.view(GameProtocol.BEDROCK, port, "WAKING", null));
      assertThat(new String(list.send(bedrockPing()).receive(), StandardCharsets.UTF_8))
          .contains("Winter | Waking up, ready in about");
      // Also to who waits already.
      assertThat(new String(player.send(bedrockPing()).receive(), StandardCharsets.UTF_8))
          .contains("Waking up");
      assertThat(proxy.waker().words()).containsExactly("wake");
      assertThat(proxy.metric("overwinter.proxy.pings.answered", "state", "waking")).isEqualTo(2);
    }
  }

  @Test
  void aSourceServerAnswersAfterItsChallengeAndIsWokenByAJoinOnly() throws Exception {
    try (var proxy = new TestProxy(Views.view(GameProtocol.SOURCE, port, "ASLEEP", null));
        var list = new UdpClient(port);
        var player = new UdpClient(port)) {
      var challenge = list.send(sourceInfo()).receive();
      assertThat(challenge).hasSize(9).startsWith(hex("ffffffff 41"));
      var info = list.send(challenged(sourceInfo(), challenge)).receive();
      assertThat(info).startsWith(hex("ffffffff 49 11"));
      // Nine bytes for five would be too many.
      assertThat(list.send(hex("ffffffff 57")).hearsNothing()).isTrue();
      assertThat(player.send(challenged(sourceInfo(), challenge)).receive()).hasSize(9);
      assertThat(proxy.waker().words()).isEmpty();
      player.send(sourceJoin());
      await().until(() -> proxy.waker().words().contains("wake"));
    }
  }

  @Test
  void aSatisfactoryServerIsPolledInItsSleep() throws Exception {
    try (var proxy = new TestProxy(Views.view(GameProtocol.SATISFACTORY, port, "ASLEEP", null));
        var player = new UdpClient(port)) {
      assertThat(player.send(satisfactoryPoll()).receive()).startsWith(hex("d5f60101")).hasSize(35);
      assertThat(proxy.waker().words()).isEmpty();
      player.send(new byte[64]);
      await().until(() -> proxy.waker().words().contains("wake"));
    }
  }

  @Test
  void aLuantiServerIsSilentInItsSleepAndWokenByAName() throws Exception {
    try (var proxy = new TestProxy(Views.view(GameProtocol.LUANTI, port, "ASLEEP", null));
        var player = new UdpClient(port)) {
      assertThat(player.send(luantiHello()).hearsNothing()).isTrue();
      assertThat(proxy.waker().words()).isEmpty();
      player.send(luantiInit("singer"));
      await().until(() -> proxy.waker().words().contains("wake"));
    }
  }

  @Test
  void aServerThatIsToBeSilentIsSilent() throws Exception {
    try (var proxy =
            new TestProxy(Views.silent(Views.view(GameProtocol.BEDROCK, port, "ASLEEP", null)));
        var player = new UdpClient(port)) {
      assertThat(player.send(bedrockPing()).hearsNothing()).isTrue();
      player.send(bedrockJoin());
      await().until(() -> proxy.waker().words().contains("wake"));
    }
  }

  @Test
  @Tag("P-11")
  void anAwakeGameAnswersForItselfAndListsDoNotKeepItAwake() throws Exception {
    try (var game = new UdpGame(_ -> Optional.of(hex("1c aa")));
        var proxy =
            new TestProxy(Views.view(GameProtocol.BEDROCK, port, "AWAKE", game.endpoint()));
        var player = new UdpClient(port)) {
      proxy.waker().alwaysReady(game.endpoint());
      for (var i = 0; i < 10; i++) {
        assertThat(player.send(bedrockPing()).receive()).isEqualTo(hex("1c aa"));
      }
      // What a predecessor said is taken back at the start; nothing since.
      assertThat(proxy.waker().words()).containsExactly("left");
      assertThat(proxy.proxy().sessions().count()).isZero();
      assertThat(player.send(bedrockJoin()).receive()).isEqualTo(hex("1c aa"));
      assertThat(proxy.waker().words()).containsExactly("left", "wake");
      assertThat(proxy.proxy().sessions().count()).isEqualTo(1);
      // From first ping to play it was one sender for the game.
      assertThat(game.senders()).isEqualTo(1);
    }
  }

  @Test
  void aBedrockServerShowsInItsSleepTheVersionThatItShowedAwake() throws Exception {
    var pong =
        "MCPE;My world;818;1.21.93;3;20;1;Level;Survival;1;19132;19133;"
            .getBytes(StandardCharsets.UTF_8);
    var head = hex("1c 0000000000abcdef 0000000000000001 00ffff00fefefefefdfdfdfd12345678");
    var whole =
        ByteBuffer.allocate(head.length + 2 + pong.length)
            .put(head)
            .putShort((short) pong.length)
            .put(pong)
            .array();
    try (var game = new UdpGame(_ -> Optional.of(whole));
        var proxy =
            new TestProxy(Views.view(GameProtocol.BEDROCK, port, "AWAKE", game.endpoint()));
        var list = new UdpClient(port);
        var later = new UdpClient(port)) {
      assertThat(list.send(bedrockPing()).receive()).isEqualTo(whole);
      proxy.tell(Views.view(GameProtocol.BEDROCK, port, "ASLEEP", null));
      for (var client : List.of(list, later)) {
        assertThat(new String(client.send(bedrockPing()).receive(), StandardCharsets.UTF_8))
            .contains("MCPE;Winter | Zzz;818;1.21.93;0;20;");
      }
    }
  }

  @Test
  @Tag("P-13")
  void questionsOfOneAddressAreRationed() throws Exception {
    var env = Map.of("OVERWINTER_PROXY_LIMIT_LOOPBACK", "true");
    try (var game = new UdpGame(UdpGame.ECHO);
        var proxy =
            new TestProxy(env, Views.view(GameProtocol.BEDROCK, port, "AWAKE", game.endpoint()));
        var list = new UdpClient(port)) {
      for (var i = 0; i < 1_000; i++) {
        list.send(bedrockPing());
      }
      await()
          .until(
              () -> proxy.metric("overwinter.proxy.connections", "verdict", "rate_limited") >= 900);
      assertThat(game.received()).isBetween(1L, 100L);
      assertThat(proxy.waker().words()).containsExactly("left");
    }
  }
}
