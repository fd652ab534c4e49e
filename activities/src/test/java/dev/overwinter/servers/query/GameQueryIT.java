package dev.overwinter.servers.query;

import static dev.overwinter.catalogue.GameProtocol.MINECRAFT_JAVA;
import static dev.overwinter.catalogue.GameProtocol.RAW_TCP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.servers.Endpoint;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GameQueryIT {
  private final GameQuery query = new GameQuery(Duration.ofMillis(600));
  private final ServerSocket server = listen();

  @FunctionalInterface
  private interface Game {
    void play(Socket player) throws IOException;
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void readsThePlayersOutOfAStatus() {
    play(player -> {
      var in = new DataInputStream(player.getInputStream());
      in.readNBytes(in.readByte());
      in.readNBytes(in.readByte());
      var json = "{\"players\":{\"max\":20,\"online\":7}}".getBytes(StandardCharsets.UTF_8);
      player.getOutputStream().write(new byte[] {(byte) (json.length + 2), 0, (byte) json.length});
      player.getOutputStream().write(json);
      in.read();
    });
    assertThat(query.ask(MINECRAFT_JAVA, here(), false)).isEqualTo(new Answer.Players(7, 20));
  }

  @Test
  @Tag("L-10")
  void anOpenPortIsNotAReadyMinecraft() {
    play(player -> player.getInputStream().readAllBytes());

    assertThat(query.ask(MINECRAFT_JAVA, here(), false)).isInstanceOf(Answer.Silent.class);
    assertThat(query.ask(MINECRAFT_JAVA, here(), false).ready()).isFalse();
  }

  @Test
  @Tag("L-08")
  void takesNothingThatIsNoStatusForAnEmptyGame() {
    play(player -> {
      player
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      player.getInputStream().read();
    });
    assertThat(query.ask(MINECRAFT_JAVA, here(), false)).isInstanceOf(Answer.Silent.class);
  }

  // Frame, packet 0, and a text of -1, 2^31 - 1, 16, one more and no bytes; then no text at all.
  @ParameterizedTest
  @Tag("L-08")
  @ValueSource(
      strings = {"0600ffffffff0f", "0600ffffffff07", "03001031", "0400033132", "020000", "0100"})
  void takesNoTextOfAnotherLengthThanItsFrames(String lie) {
    play(player -> {
      player.getOutputStream().write(HexFormat.of().parseHex(lie));
      player.getInputStream().read();
    });
    assertThat(query.ask(MINECRAFT_JAVA, here(), false)).isInstanceOf(Answer.Silent.class);
  }

  @Test
  void doesNotWaitForAGameThatTrickles() {
    play(player -> {
      player.getOutputStream().write(new byte[] {(byte) 0xff, 1});
      while (player.isConnected()) {
        player.getOutputStream().write(0);
        player.setSoTimeout(50);
        try {
          player.getInputStream().read();
        } catch (java.net.SocketTimeoutException next) {
          // The next byte, or the next player.
        }
      }
    });
    var begun = System.nanoTime();
    assertThat(query.ask(MINECRAFT_JAVA, here(), false)).isInstanceOf(Answer.Silent.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aRawGameIsReadyWhenAConnectionStaysOpen() {
    play(player -> player.getInputStream().readAllBytes());
    assertThat(query.ask(RAW_TCP, here(), false)).isEqualTo(new Answer.Open());
  }

  @Test
  void aRawGameIsNotReadyWhileItClosesAtOnce() {
    play(Socket::close);
    assertThat(query.ask(RAW_TCP, here(), false).ready()).isFalse();
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    server.close();
    assertThat(query.ask(RAW_TCP, here(), false)).isInstanceOf(Answer.Closed.class);
  }

  @Test
  @Tag("P-09")
  void introducesItselfToAGameThatExpectsIt() throws Exception {
    play(player -> {
      var in = new DataInputStream(player.getInputStream());
      // Version 2, LOCAL, no addresses: whoever reads it takes the connection for what it is.
      var local = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000");
      if (!Arrays.equals(in.readNBytes(local.length), local)) {
        return;
      }
      in.readNBytes(in.readByte());
      in.readNBytes(in.readByte());
      var json = "{\"players\":{\"max\":20,\"online\":7}}".getBytes(StandardCharsets.UTF_8);
      player.getOutputStream().write(new byte[] {(byte) (json.length + 2), 0, (byte) json.length});
      player.getOutputStream().write(json);
      in.read();
    });
    assertThat(query.ask(MINECRAFT_JAVA, here(), true)).isEqualTo(new Answer.Players(7, 20));
    assertThat(query.ask(MINECRAFT_JAVA, here(), false).ready()).isFalse();
  }

  @Test
  @Tag("P-09")
  void haproxyUnderstandsTheIntroduction(@TempDir Path scratch) throws Exception {
    var port = listen();
    port.close();
    var file = scratch.resolve("haproxy.cfg");
    Files.writeString(
        file,
        """
        defaults
          mode tcp
          timeout connect 5s
          timeout client 10s
          timeout server 10s
        listen game
          bind 127.0.0.1:%d accept-proxy
          server game 127.0.0.1:%d
        """
            .formatted(port.getLocalPort(), server.getLocalPort()));
    play(player -> player.getInputStream().readAllBytes());
    var haproxy = new ProcessBuilder("haproxy", "-db", "-f", file.toString()).inheritIO().start();
    try {
      var there = new Endpoint("127.0.0.1", port.getLocalPort());
      await().until(() -> query.ask(RAW_TCP, there, true).equals(new Answer.Open()));
    } finally {
      haproxy.destroyForcibly().waitFor();
    }
  }

  private Endpoint here() {
    return new Endpoint("127.0.0.1", server.getLocalPort());
  }

  private void play(Game game) {
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try (var player = server.accept()) {
              game.play(player);
            } catch (IOException left) {
              // The next byte, or the next player.
            }
          }
        });
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
