package dev.overwinter.lab.benchmarks.sessions;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The simulator of DigitalOcean, as it sees itself.
final class Provider {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern KEY = Pattern.compile("OVERWINTER_KEY=(\\S+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  Provider(String url) {
    this.url = url;
  }

  /// A droplet that is or was.
  ///
  /// @param lived until it was destroyed, or until now; nothing for a placement that failed
  record Droplet(long id, String name, String address, boolean exists, Duration lived) {
    /// The id of its session.
    String session() {
      return name.replaceAll("^ow-sess-|-a\\d+$", "");
    }
  }

  List<Droplet> droplets() throws IOException, InterruptedException {
    var all = new ArrayList<Droplet>();
    for (var node : JSON.readTree(send("GET", "/simulator/droplets", "")).path("droplets")) {
      var end = node.path("destroyedAt");
      var until = end.isTextual() ? Instant.parse(end.asText()) : Instant.now();
      var began = Instant.parse(node.path("createdAt").asText());
      all.add(
          new Droplet(
              node.path("id").asLong(),
              node.path("name").asText(),
              node.path("publicAddress").asText(),
              node.path("exists").asBoolean(),
              node.path("vanished").asBoolean() ? Duration.ZERO : Duration.between(began, until)));
    }
    return all;
  }

  /// What the game on a droplet signs with.
  String key(long droplet) throws IOException, InterruptedException {
    JsonNode metadata =
        JSON.readTree(send("GET", "/simulator/droplets/" + droplet + "/metadata", ""));
    var found = KEY.matcher(metadata.path("user_data").asText());
    if (!found.find()) {
      throw new IOException("droplet " + droplet + " has no key");
    }
    return found.group(1);
  }

  /// Arms faults, as JSON.
  void arm(String faults) throws IOException, InterruptedException {
    var _ = send("PUT", "/simulator/faults", faults);
  }

  void calm() throws IOException, InterruptedException {
    var _ = send("DELETE", "/simulator/faults", "");
  }

  /// How often each armed fault has struck.
  Map<String, Long> strikes() throws IOException, InterruptedException {
    var all = new TreeMap<String, Long>();
    JSON.readTree(send("GET", "/simulator/faults", ""))
        .path("armed")
        .properties()
        .forEach(fault -> all.put(fault.getKey(), fault.getValue().path("strikes").asLong()));
    return all;
  }

  /// What it would bill: begun seconds of each droplet.
  long billed() throws IOException, InterruptedException {
    return JSON.readTree(send("GET", "/simulator/bill", "")).path("seconds").asLong();
  }

  private String send(String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(method + " " + path + ": " + answer.statusCode());
    }
    return answer.body();
  }
}
