package dev.overwinter.lab.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.lab.simulators.cloud.Image;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// A customer of the simulator. Every request and answer below `/v2` is held against DigitalOcean's
/// description, where that is here.
final class Account implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;

  Account(int port) {
    this.base = "http://127.0.0.1:" + port;
  }

  /// Sends what the description allows and expects what it allows.
  Reply call(String method, String path, String body) {
    if (isApi(path)) {
      SpecCheck.here()
          .ifPresent(spec -> assertThat(spec.request(method, path, body)).as(path).isEmpty());
    }
    return wrong(method, path, body);
  }

  /// Sends what the description may forbid and expects what it allows.
  Reply wrong(String method, String path, String body) {
    try {
      var reply = raw(method, path, body);
      if (isApi(path)) {
        var bare = path.replaceAll("\\?.*", "");
        SpecCheck.here()
            .ifPresent(spec ->
                assertThat(spec.answer(method, bare, reply))
                    .as("%s %s: %s", method, path, reply.text())
                    .isEmpty());
      }
      return reply;
    } catch (IOException broken) {
      throw new AssertionError(method + " " + path, broken);
    }
  }

  /// Sends without any check.
  Reply raw(String method, String path, String body) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer simulation")
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return send(request);
  }

  Reply send(HttpRequest request) throws IOException {
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.headers().map(), response.body());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  private static boolean isApi(String path) {
    return path.startsWith("/v2/");
  }

  Reply get(String path) {
    return call("GET", path, "");
  }

  Reply delete(String path) {
    return call("DELETE", path, "");
  }

  static String order(String name, String more) {
    return "{\"name\":\"%s\",\"region\":\"nyc3\",\"size\":\"s-1vcpu-1gb\",\"image\":\"%d\"%s}"
        .formatted(name, Image.FIRST_SNAPSHOT, more);
  }

  Reply create(String name, String more) {
    return call("POST", "/v2/droplets", order(name, more));
  }

  /// Creates a droplet with a tag and returns its id.
  long created(String name, String tag) {
    var reply = create(name, ",\"tags\":[\"" + tag + "\"]");
    assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    return reply.json().path("droplet").path("id").asLong();
  }

  JsonNode droplet(long id) {
    return get("/v2/droplets/" + id).json().path("droplet");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
