package dev.overwinter.proxy.traffic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.proxy.FakeGame;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A process of its own with the proxy's heap: the JDK reads its limits once for each process, and
/// a heap that overflows ends it.
class MetricsEndpointIT {
  private static final int STRANGERS = 60;
  private static final byte[] BEGINNING = "GET /metrics HTTP/1.1\r\nX-Long: ".getBytes(US_ASCII);
  private static final int MUCH = 300 * 1024;

  private final int port = FakeGame.freePort();
  private final Process process = start(port);

  /// What runs in that process.
  static final class Main {
    private Main() {}

    /// Serves on the port that is its only argument until it is killed.
    public static void main(String[] args) throws IOException, InterruptedException {
      var address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
      try (var endpoint = new MetricsEndpoint(address, () -> "up 1\n", () -> "ok")) {
        endpoint.open();
        new CountDownLatch(1).await();
      }
    }
  }

  @BeforeEach
  void up() {
    await().ignoreExceptions().until(() -> scrape().equals("up 1\n"));
  }

  @AfterEach
  void end() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Test
  void endlessHeadersAreCutOffWhileOthersAreAnswered() throws Exception {
    flood(MUCH);
  }

  @Test
  void whoeverNeverFinishesIsCutOff() throws Exception {
    flood(1);
  }

  private void flood(int bytes) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var begun = System.nanoTime();
      Callable<Boolean> stranger = () -> isCutOff(bytes);
      var all = Collections.nCopies(STRANGERS, stranger).stream().map(threads::submit).toList();
      await().ignoreExceptions().until(() -> scrape().equals("up 1\n"));
      for (var each : all) {
        assertThat(each.get()).isTrue();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
    }
    assertThat(process.isAlive()).isTrue();
    assertThat(scrape()).isEqualTo("up 1\n");
  }

  private boolean isCutOff(int bytes) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      try {
        socket.getOutputStream().write(BEGINNING);
        socket.getOutputStream().write("a".repeat(bytes).getBytes(US_ASCII));
        return socket.getInputStream().read() < 0;
      } catch (java.net.SocketTimeoutException kept) {
        return false;
      } catch (IOException reset) {
        return true;
      }
    }
  }

  private String scrape() throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"));
      return http.send(
              request.timeout(Duration.ofSeconds(2)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static Process start(int port) {
    var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "-XX:+UseSerialGC",
            "-Xmx48m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            String.valueOf(port));
    try {
      return builder.redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
