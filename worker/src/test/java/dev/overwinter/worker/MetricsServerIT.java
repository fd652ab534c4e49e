package dev.overwinter.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MetricsServerIT {
  private final MetricsServer server =
      new MetricsServer("127.0.0.1", 0, Metrics.registry(), new Health());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void cutsEndlessHeadersOffWhileItAnswersOthers() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var begun = System.nanoTime();
      Callable<Boolean> stranger = this::isCutOff;
      var all = Collections.nCopies(60, stranger).stream().map(threads::submit).toList();
      await().ignoreExceptions().until(() -> status() == 200);
      for (var each : all) {
        assertThat(each.get()).isTrue();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
    }
  }

  @Test
  void listensWhereItIsToldAndNowhereElse() throws Exception {
    assertThat(status()).isEqualTo(200);
    try (var elsewhere = new Socket()) {
      assertThatThrownBy(() ->
              elsewhere.connect(
                  new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), server.port()), 1_000))
          .isInstanceOf(IOException.class);
    }
  }

  private boolean isCutOff() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      try {
        var out = socket.getOutputStream();
        out.write("GET /metrics HTTP/1.1\r\nX-Long: ".getBytes(US_ASCII));
        out.write("a".repeat(300 * 1024).getBytes(US_ASCII));
        return socket.getInputStream().read() < 0;
      } catch (SocketTimeoutException kept) {
        return false;
      } catch (IOException reset) {
        return true;
      }
    }
  }

  private int status() throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
