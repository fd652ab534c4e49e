package dev.overwinter.proxy;

import static dev.overwinter.proxy.MinecraftClient.join;
import static dev.overwinter.proxy.MinecraftClient.login;
import static dev.overwinter.proxy.MinecraftClient.packet;
import static dev.overwinter.proxy.Views.asleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReassuranceIT {
  private final int port = FakeGame.freePort();

  /// A client gives up after 30 s of silence; every ten seconds there is none.
  @Test
  void whoIsHeldLongHearsOfItAndTheGameDoesNot() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(asleep(port));
        var player = new MinecraftClient(port)) {
      var hello = login("Patient");
      player.send(hello);
      var question = new ByteArrayInputStream(player.readPacket());
      assertThat(question.read()).isEqualTo(0x04);
      var id = MinecraftClient.readVarInt(question);
      assertThat(question.readNBytes(MinecraftClient.readVarInt(question)))
          .asString()
          .isEqualTo("overwinter:hold");

      proxy.waker().answer(FakeWaker.ready(game.endpoint()));
      var in = player.socket().getInputStream();
      assertThat(in.readNBytes(hello.length)).isEqualTo(hello);
      // The answer comes late, when the game is there already and has been answered too.
      var answer = packet(0x02, MinecraftClient.varInt(id), new byte[] {0});
      var play = new byte[] {9, 8, 7};
      player.send(join(Arrays.copyOf(answer, 2)));
      player.send(join(Arrays.copyOfRange(answer, 2, answer.length), play));
      assertThat(in.readNBytes(3)).isEqualTo(play);
    }
  }
}
