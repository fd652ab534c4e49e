package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.process.StartFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// How another `./overwinter` asks the one that supervises: a socket in its home, for the same user
/// only, one line a question and one line an answer.
final class Control implements AutoCloseable {

  private static final String DONE = "done";

  private final ServerSocketChannel listener;
  private final Platform platform;
  private final Consumer<String> news;

  private Control(ServerSocketChannel listener, Platform platform, Consumer<String> news) {
    this.listener = listener;
    this.platform = platform;
    this.news = news;
  }

  private static Path socket(Path home) {
    return home.resolve("run/control");
  }

  /// Answers from now on.
  static Control serve(Path home, Platform platform, Consumer<String> news) throws IOException {
    Files.deleteIfExists(socket(home)); // of a launcher that was killed
    var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    var control = new Control(listener, platform, news);
    try {
      listener.bind(UnixDomainSocketAddress.of(socket(home)));
      Thread.ofVirtual().name("control").start(control::accept);
    } catch (IOException e) {
      // For example a home whose path is longer than a socket's may be.
      news.accept("no restart without an end: " + e.getMessage());
    }
    return control;
  }

  /// Asks the launcher of `home` and returns when it has done so.
  ///
  /// @throws StartFailed with what is in the way
  static void ask(Path home, String question) throws IOException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket(home)))) {
      channel.write(line(question));
      var answer = reader(channel).readLine();
      if (!DONE.equals(answer)) {
        throw new StartFailed(answer == null ? "the launcher has ended" : answer);
      }
    } catch (java.net.SocketException e) {
      throw new StartFailed("no launcher answers: run ./overwinter up");
    }
  }

  private void accept() {
    try {
      while (true) {
        var asker = listener.accept();
        Thread.ofVirtual().start(() -> answer(asker));
      }
    } catch (IOException closed) {
      return; // by close()
    }
  }

  private void answer(SocketChannel asker) {
    try (asker) {
      var question = reader(asker).readLine();
      asker.write(line(answer(question == null ? "" : question)));
    } catch (IOException e) {
      news.accept("nobody waits for an answer: " + e.getMessage());
    }
  }

  private String answer(String question) {
    if (!question.equals("restart " + Part.PROXY.processName())) {
      return "not understood: " + question;
    }
    try {
      platform.replaceProxy();
      return DONE;
    } catch (IOException | RuntimeException e) {
      return String.valueOf(e.getMessage()).replace('\n', ' ');
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "stopped";
    }
  }

  private static BufferedReader reader(SocketChannel channel) {
    return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  private static ByteBuffer line(String text) {
    return ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
