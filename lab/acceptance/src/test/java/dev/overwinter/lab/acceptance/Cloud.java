package dev.overwinter.lab.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/// What the simulator of DigitalOcean says of itself, and what it is told: the truth about
/// droplets, whatever the platform believes. Asked again while it is being restarted.
final class Cloud {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern KEY = Pattern.compile("OVERWINTER_KEY=(\\S+)");
  private static final Pattern UNIT = Pattern.compile("OVERWINTER_SESSION=(\\S+)");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final URI base;

  Cloud(int port) {
    base = URI.create("http://127.0.0.1:" + port);
  }

  /// A droplet that is or was.
  ///
  /// @param name which is also the tag of its unit
  /// @param lived until it was destroyed, or until now
  record Droplet(long id, String name, String address, boolean exists, Duration lived) {
    private static Droplet of(JsonNode node) {
      var began = Instant.parse(node.path("createdAt").asText());
      var end = node.path("destroyedAt");
      var until = end.isTextual() ? Instant.parse(end.asText()) : Instant.now();
      return new Droplet(
          node.path("id").asLong(),
          node.path("name").asText(),
          node.path("publicAddress").asText(),
          node.path("exists").asBoolean(),
          node.path("vanished").asBoolean() ? Duration.ZERO : Duration.between(began, until));
    }

    /// The id of its session.
    String session() {
      return name.replaceAll("^ow-sess-|-a\\d+$", "");
    }
  }

  /// Every droplet ever.
  List<Droplet> droplets() {
    return StreamSupport.stream(get("/simulator/droplets").path("droplets").spliterator(), false)
        .map(Droplet::of)
        .toList();
  }

  /// Those that exist.
  List<Droplet> alive() {
    return droplets().stream().filter(Droplet::exists).toList();
  }

  /// The living one at an address.
  Droplet at(String address) {
    return alive().stream()
        .filter(droplet -> droplet.address().equals(address))
        .findFirst()
        .orElseThrow(() -> new AssertionError(address + " (expected: one of " + alive() + ")"));
  }

  /// What the game on a droplet signs with, as its user data says.
  String key(long droplet) {
    return inUserData(droplet, KEY);
  }

  /// Under which name it signs.
  String unit(long droplet) {
    return inUserData(droplet, UNIT);
  }

  private String inUserData(long droplet, Pattern what) {
    var text = get("/simulator/droplets/" + droplet + "/metadata").path("user_data").asText();
    var found = what.matcher(text);
    if (!found.find()) {
      throw new AssertionError("user data of " + droplet + " has no " + what);
    }
    return found.group(1);
  }

  /// How many requests of an endpoint were answered, by any status.
  ///
  /// @param endpoint for example `POST /v2/droplets`
  long requests(String endpoint) {
    long sum = 0;
    for (var status : get("/simulator/requests").path(endpoint)) {
      sum += status.asLong();
    }
    return sum;
  }

  /// Arms a fault.
  ///
  /// @param how often, how long, and whom it strikes, as the simulator's README has it
  void arm(String fault, Map<String, Object> how) {
    tell("PUT", "/simulator/faults/" + fault, how);
  }

  /// Arms many at once, in place of all that were armed.
  void arm(long seed, Map<String, Map<String, Object>> faults) {
    tell("PUT", "/simulator/faults", Map.of("seed", seed, "faults", faults));
  }

  void disarm(String fault) {
    tell("DELETE", "/simulator/faults/" + fault, "");
  }

  /// Nothing fails from now on.
  void calm() {
    tell("DELETE", "/simulator/faults", "");
  }

  /// Tells the game on a droplet what to do.
  void game(long droplet, Map<String, Object> wish) {
    tell("PUT", "/simulator/droplets/" + droplet + "/game", wish);
  }

  /// It is gone, behind its owner's back.
  void lose(long droplet) {
    tell("DELETE", "/simulator/droplets/" + droplet, "");
  }

  /// Rents one as somebody else would, with the same account.
  long rent(String name, List<String> tags) {
    var order =
        Map.of(
            "name", name,
            "region", "nyc3",
            "size", "s-1vcpu-1gb",
            "image", "ubuntu-24-04-x64",
            "tags", tags);
    return tell("POST", "/v2/droplets", order).path("droplet").path("id").asLong();
  }

  private JsonNode get(String path) {
    return tell("GET", path, "");
  }

  private JsonNode tell(String method, String path, Object body) {
    return Awaitility.await(method + " " + path)
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> send(method, path, body), _ -> true);
  }

  private JsonNode send(String method, String path, Object body)
      throws IOException, InterruptedException {
    var text = body instanceof String said ? said : JSON.writeValueAsString(body);
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer simulator")
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(text))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(method + " " + path + ": " + answer.statusCode() + answer.body());
    }
    return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
  }
}
