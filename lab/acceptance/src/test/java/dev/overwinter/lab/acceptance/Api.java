package dev.overwinter.lab.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// A REST client as somebody would write one: it sends an idempotency key and repeats what got no
/// answer.
final class Api {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI base;
  private final String token;

  Api(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /// An answer.
  record Answer(int status, JsonNode body) {
    boolean ok() {
      return status / 100 == 2;
    }
  }

  Answer send(String method, String path, Object body) throws IOException {
    return send(method, path, body, Map.of());
  }

  Answer send(String method, String path, Object body, Map<String, String> headers)
      throws IOException {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(40))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .method(
                method,
                body instanceof String text && text.isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.writeValueAsString(body)));
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), parse(answer.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException notJson) {
      return JSON.getNodeFactory().textNode(body);
    }
  }

  /// Creates a lobby that sleeps after a few empty seconds, whatever is being killed meanwhile.
  String createLobby(Map<String, Object> settings) {
    return create(UUID.randomUUID().toString(), settings);
  }

  String create(String key, Map<String, Object> settings) {
    var body = new java.util.TreeMap<String, Object>(settings);
    body.putIfAbsent("friendly_name", "evening");
    body.putIfAbsent("game_image_id", "lobby");
    var answer = repeat("POST", "/api/servers", body, Map.of("Idempotency-Key", key));
    return answer.body().path("id").asText();
  }

  /// Sends until it is answered with success: nobody answers while a process is being restarted.
  Answer repeat(String method, String path, Object body, Map<String, String> headers) {
    return Awaitility.await(method + " " + path)
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> answered(method, path, body, headers), Answer::ok);
  }

  /// A refusal is not repeated: it would be refused again.
  private Answer answered(String method, String path, Object body, Map<String, String> headers)
      throws IOException {
    var answer = send(method, path, body, headers);
    if (answer.status() / 100 == 4) {
      throw new AssertionError(method + " " + path + ": " + answer);
    }
    return answer;
  }

  JsonNode server(String id) {
    return Awaitility.await("GET " + id)
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> send("GET", "/api/servers/" + id, ""), a -> a.ok() || a.status() == 404)
        .body();
  }

  String state(String id) {
    var server = server(id);
    return server.has("state") ? server.path("state").asText() : "GONE";
  }

  int port(String id) {
    return server(id).path("public_port").asInt();
  }

  void awaitState(String id, String state, Duration atMost) {
    try {
      Awaitility.await()
          .atMost(atMost)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> state(id).equals(state));
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(
          "server " + id + " is " + server(id) + " (expected: " + state + ")", late);
    }
  }

  void wake(String id) {
    repeat("POST", "/api/servers/" + id + "/wake", "", Map.of());
  }

  void delete(String id) {
    Awaitility.await("DELETE " + id)
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> send("DELETE", "/api/servers/" + id, ""), a -> a.ok() || a.status() == 404);
  }
}
