package dev.overwinter.lab.simulators.game;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Signs and sends a game's requests to the platform. Safe for use by many threads.
final class Sender implements AutoCloseable {
  static final int NO_ANSWER = -1;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client;

  /// @param certificate of the platform, where it is not trusted as usual
  Sender(Optional<Path> certificate) {
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5));
    certificate.map(Belief::context).ifPresent(builder::sslContext);
    client = builder.build();
  }

  /// Sends a heartbeat, `times` over when it is replayed.
  ///
  /// @return the last status, or [#NO_ANSWER]
  int heartbeat(UserData data, Who who, int clients, Instant at, int times)
      throws InterruptedException {
    var session = data.session().isEmpty() ? "" : ",\"session\":\"%s\"".formatted(data.session());
    var body =
        "{\"droplet_ip\":\"%s\",\"connected_clients\":%d,\"droplet_id\":%d%s}"
            .formatted(who.address(), clients, who.droplet(), session);
    var request = signed(data, "/server/heartbeat", "", body, at);
    int status = NO_ANSWER;
    for (int i = 0; i < times; i++) {
      status = send(request);
    }
    return status;
  }

  /// Ends the session from inside.
  int end(UserData data, Who who, Instant at) throws InterruptedException {
    return send(signed(data, "/server/end", "droplet_ip=" + who.address(), "", at));
  }

  private int send(HttpRequest request) throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException unreachable) {
      return NO_ANSWER;
    }
  }

  private static HttpRequest signed(
      UserData data, String path, String query, String body, Instant at) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var base = data.url().toString().replaceAll("/+$", "");
    var target = URI.create(base + path + (query.isEmpty() ? "" : "?" + query));
    var timestamp = Long.toString(at.getEpochSecond());
    var signature = Signature.of(data.key(), "POST", target.getPath(), query, timestamp, bytes);
    return HttpRequest.newBuilder(target)
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .header("Request-Timestamp", timestamp)
        .header("Request-Signature", signature)
        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
        .build();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
