package dev.overwinter.servers.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.servers.Endpoint;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Games that speak RCON, well and badly, on real sockets.
final class RconTest {
  private static final Duration WITHIN = Duration.ofSeconds(3);

  private final List<String> heard = new CopyOnWriteArrayList<>();

  /// What a game does with a connection.
  private interface Manners {
    void serve(DataInputStream in, OutputStream out) throws IOException;
  }

  private static Rcon.Answer say(String password, String line, Manners manners) throws IOException {
    try (var game = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(game, manners));
      return Rcon.say(new Endpoint("127.0.0.1", game.getLocalPort()), password, line, WITHIN);
    }
  }

  private static void serve(ServerSocket game, Manners manners) {
    try (Socket socket = game.accept()) {
      manners.serve(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
    } catch (IOException gone) {
      // The client has left, which is what some of these games are about.
      return;
    }
  }

  private record Packet(int id, int type, String text) {}

  private static Packet read(DataInputStream in) throws IOException {
    var size = Integer.reverseBytes(in.readInt());
    var bytes = ByteBuffer.wrap(in.readNBytes(size)).order(ByteOrder.LITTLE_ENDIAN);
    var id = bytes.getInt();
    var type = bytes.getInt();
    var body = new byte[size - 10];
    bytes.get(body);
    return new Packet(id, type, new String(body, StandardCharsets.UTF_8));
  }

  private static void write(OutputStream out, int id, int type, String text) throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    out.write(
        ByteBuffer.allocate(14 + body.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(10 + body.length)
            .putInt(id)
            .putInt(type)
            .put(body)
            .array());
  }

  private static boolean letIn(DataInputStream in, OutputStream out) throws IOException {
    var auth = read(in);
    var good = auth.type() == 3 && auth.text().equals("sesame");
    write(out, auth.id(), 0, "");
    write(out, good ? auth.id() : -1, 2, "");
    return good;
  }

  @Test
  void aLineIsSaidAndItsAnswerReadToTheEnd() throws IOException {
    var answer =
        say(
            "sesame",
            "list ö",
            (in, out) -> {
              if (letIn(in, out)) {
                var command = read(in);
                heard.add(command.type() + command.text());
                write(out, command.id(), 0, "x".repeat(4_086));
                write(out, command.id(), 0, "the end");
                in.read();
              }
            });
    assertThat(heard).containsExactly("2list ö");
    assertThat(answer).isEqualTo(new Rcon.Answer.Heard("x".repeat(4_086) + "the end"));
  }

  @Test
  void whoIsNotLetInHasSaidNothing() throws IOException {
    var answer =
        say(
            "wrong",
            "stop",
            (in, out) -> {
              letIn(in, out);
              heard.add(read(in).text());
            });
    assertThat(answer)
        .isEqualTo(new Rcon.Answer.NotSent("the game does not accept its RCON password"));
    assertThat(heard).isEmpty();
  }

  @Test
  void nobodyListening() throws IOException {
    int free;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = closed.getLocalPort();
    }
    assertThat(Rcon.say(new Endpoint("127.0.0.1", free), "sesame", "list", WITHIN))
        .isInstanceOf(Rcon.Answer.NotSent.class);
  }

  @Test
  void aGameThatHangsUpMayHaveHeardIt() throws IOException {
    var answer =
        say(
            "sesame",
            "give alice diamond",
            (in, out) -> {
              letIn(in, out);
              read(in);
            });
    assertThat(answer).isInstanceOf(Rcon.Answer.Sent.class);
  }

  @Test
  void aSilentGameHasHeardIt() throws IOException {
    var answer =
        say(
            "sesame",
            "save",
            (in, out) -> {
              letIn(in, out);
              read(in);
              in.read();
            });
    assertThat(answer).isEqualTo(new Rcon.Answer.Heard(""));
  }

  @Test
  @Tag("S-10")
  void aGameThatFloodsOrLiesAboutSizesIsCutOff() throws IOException {
    var begun = System.nanoTime();
    var flood =
        say(
            "sesame",
            "list",
            (in, out) -> {
              letIn(in, out);
              var command = read(in);
              while (true) {
                write(out, command.id(), 0, "y".repeat(4_000));
              }
            });
    assertThat(((Rcon.Answer.Heard) flood).text()).hasSize(Rcon.LONGEST_ANSWER);
    var lie =
        say(
            "sesame",
            "list",
            (_, out) -> out.write(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f}));
    assertThat(lie).isInstanceOf(Rcon.Answer.NotSent.class);
    var drip =
        say(
            "sesame",
            "list",
            (_, out) -> {
              while (true) {
                out.write(10);
                out.flush();
                sleep();
              }
            });
    assertThat(drip).isInstanceOf(Rcon.Answer.NotSent.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
  }

  private static void sleep() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }
}
