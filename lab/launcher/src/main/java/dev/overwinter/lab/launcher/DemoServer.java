package dev.overwinter.lab.launcher;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Pattern;

/// The server that a newcomer finds: made once in the life of an installation, so that one who
/// deletes it is not given it again.
final class DemoServer {

  // Creating one makes a network, a volume and a container, and loads the image first.
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(90);

  // Somebody has the port, which can only be the lobby of an up that was killed before it noted it.
  private static final int CONFLICT = 409;
  private static final Pattern SERVER_ID = Pattern.compile("\"server_id\"\\s*:\\s*\"([^\"]+)\"");

  private final Platform platform;

  DemoServer(Platform platform) {
    this.platform = platform;
  }

  /// Makes it unless it was made before. What could not be made whole is removed, so that the next
  /// try meets a free port.
  void ensure() throws IOException, InterruptedException {
    var made = platform.config().home().resolve("data/lobby.made");
    if (Files.exists(made)) {
      return;
    }
    var answer = send("/api/servers", "POST", body());
    if (answer.statusCode() / 100 != 2 && answer.statusCode() != CONFLICT) {
      var failed = SERVER_ID.matcher(answer.body());
      if (failed.find()) {
        send("/api/servers/" + failed.group(1), "DELETE", "");
      }
      throw new IOException("POST /api/servers: " + answer.statusCode() + " " + answer.body());
    }
    Files.writeString(made, answer.body());
  }

  private HttpResponse<String> send(String path, String method, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(platform.api().resolve(path))
            .timeout(ANSWERED_WITHIN)
            .header("Authorization", "Bearer " + platform.adminToken())
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (var client = ApiAddress.of(platform.config()).client()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private String body() {
    return """
    {"friendly_name": "lobby", "game_image_id": "lobby", "public_port": %d, "auto_sleep": true}
    """
        .formatted(platform.config().ports().lobby());
  }
}
