package dev.overwinter.lab.launcher.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;

/// Says whether a process does its work now. Called a few times a second while the process comes
/// up, and not at all afterwards; answers within some seconds.
@FunctionalInterface
public interface HealthCheck {

  /// Returns true when the process works; false also for "cannot tell yet".
  boolean isHealthy() throws InterruptedException;

  /// Returns a check that passes as soon as the process runs.
  static HealthCheck running() {
    return () -> true;
  }

  /// Returns a check that passes when `port` of this address accepts a connection.
  static HealthCheck accepts(String address, int port) {
    return () -> {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), 1000);
        return true;
      } catch (IOException e) {
        return false;
      }
    };
  }

  /// Returns a check that passes when one of `paths` of the loopback HTTP server on `port` answers
  /// 2xx.
  static HealthCheck http(int port, String... paths) {
    return http(URI.create("http://127.0.0.1:" + port), HealthCheck::client, paths);
  }

  /// Returns a check that passes when one of `paths` of the server at `base` answers 2xx.
  ///
  /// @param clients makes one for each look, which closes it
  static HealthCheck http(URI base, Supplier<HttpClient> clients, String... paths) {
    return () -> {
      for (var path : paths) {
        if (answers(base.resolve(path), clients)) {
          return true;
        }
      }
      return false;
    };
  }

  /// Returns a check that passes when this one does and then `other` does.
  default HealthCheck and(HealthCheck other) {
    return () -> isHealthy() && other.isHealthy();
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  }

  private static boolean answers(URI uri, Supplier<HttpClient> clients)
      throws InterruptedException {
    try (var client = clients.get()) {
      var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(3)).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
    } catch (IOException e) {
      return false;
    }
  }
}
