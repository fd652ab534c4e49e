package dev.overwinter.proxy;

import dev.overwinter.servers.Endpoint;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/// A game behind HAProxy, which refuses whoever does not begin with a PROXY protocol header, reads
/// version 2 and writes down in version 1, a line of text, what it has understood.
final class HaproxyGame implements AutoCloseable {
  private final List<String> introductions = new CopyOnWriteArrayList<>();
  private final int port = FakeGame.freePort();
  private final FakeGame game;
  private final Process process;

  /// Plays `play` after the line.
  HaproxyGame(Path scratch, FakeGame.Play play) throws IOException {
    game =
        new FakeGame((socket, in, out) -> {
          introductions.add(line(in));
          play.with(socket, in, out);
        });
    var file = scratch.resolve("haproxy-" + port + ".cfg");
    Files.writeString(file, configuration());
    process =
        new ProcessBuilder(program(), "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("haproxy-" + port + ".log").toFile())
            .start();
    Awaitility.await().until(this::listens);
  }

  private String configuration() {
    return """
    defaults
      mode tcp
      timeout connect 5s
      timeout client 30s
      timeout server 30s
    listen game
      bind 127.0.0.1:%d accept-proxy
      server game 127.0.0.1:%d send-proxy
    """
        .formatted(port, game.endpoint().port());
  }

  private static String program() throws IOException {
    // Where Debian puts it is not on everybody's path.
    for (var directory : (System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(":", -1)) {
      var candidate = Path.of(directory, "haproxy");
      if (Files.isExecutable(candidate)) {
        return candidate.toString();
      }
    }
    throw new IOException("no HAProxy: apt-get install haproxy, or run ./overwinter test");
  }

  private boolean listens() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String line(InputStream in) throws IOException {
    var bytes = new DataInputStream(in);
    var text = new StringBuilder();
    while (text.indexOf("\r\n") < 0) {
      text.append(new String(new byte[] {bytes.readByte()}, StandardCharsets.US_ASCII));
    }
    return text.toString().strip();
  }

  /// Where it is.
  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", port);
  }

  /// What its players were introduced as, for example `TCP4 127.0.0.9 127.0.0.1 4711 25565`.
  List<String> introductions() {
    return introductions.stream().map(line -> line.replaceFirst("^PROXY ", "")).toList();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    game.close();
  }
}
