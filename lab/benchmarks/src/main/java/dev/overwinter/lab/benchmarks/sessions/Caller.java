package dev.overwinter.lab.benchmarks.sessions;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// People who begin sessions and games that end them, each from an address of their own, and
/// repeating what got no answer.
final class Caller {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger PEOPLE = new AtomicInteger();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String api;

  Caller(String api) {
    this.api = api;
  }

  /// What somebody got.
  ///
  /// @param warm whether it was up before anybody asked
  record Started(String tag, String address, boolean warm) {}

  /// An address that nobody else has.
  static String stranger() {
    var number = PEOPLE.incrementAndGet();
    return "198.%d.%d.%d".formatted(18 + number / 62_500, number / 250 % 250, 1 + number % 250);
  }

  /// Asks once; empty when the answer is no session, or there is none.
  Optional<Started> start(String from, String key, Duration patience) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(api + "/sessions/start"))
            .timeout(patience)
            .header("X-Forwarded-For", from)
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.noBody())
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        return Optional.empty();
      }
      var body = JSON.readTree(answer.body());
      return Optional.of(
          new Started(
              body.path("share_tag").asText(),
              body.path("ip_address").asText(),
              body.has("message")));
    } catch (IOException unanswered) {
      return Optional.empty();
    }
  }

  /// Asks until there is one.
  Started startPatiently(String from, String key, Duration patience) throws InterruptedException {
    var until = Instant.now().plus(patience);
    while (Instant.now().isBefore(until)) {
      var started = start(from, key, Duration.ofSeconds(100));
      if (started.isPresent()) {
        return started.get();
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    throw new IllegalStateException("no session within " + patience);
  }

  /// A game ends its own session, until that is answered.
  boolean end(Started session, String secret, Duration patience) throws InterruptedException {
    var until = Instant.now().plus(patience);
    while (Instant.now().isBefore(until)) {
      try {
        if (endOnce(session, secret) == 200) {
          return true;
        }
      } catch (IOException unanswered) {
        // Asked again below.
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    return false;
  }

  private int endOnce(Started session, String secret) throws IOException, InterruptedException {
    var query = "droplet_ip=" + session.address();
    var at = Instant.now().getEpochSecond();
    var request =
        HttpRequest.newBuilder(URI.create(api + "/server/end?" + query))
            .timeout(Duration.ofSeconds(30))
            .header("Request-Timestamp", Long.toString(at))
            .header("Request-Signature", Signing.of(secret, "/server/end", query, at, new byte[0]))
            .POST(BodyPublishers.noBody())
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }
}
