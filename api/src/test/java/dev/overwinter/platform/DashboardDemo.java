package dev.overwinter.platform;

import dev.overwinter.nodes.Capacity;
import dev.overwinter.servers.telemetry.LogLine;
import dev.overwinter.servers.telemetry.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Runs the platform of the tests with an api on a known port, for people who work on the
/// dashboard: every server that is awake gets samples and log lines.
public final class DashboardDemo {
  private DashboardDemo() {}

  /// Runs until it is killed.
  ///
  /// @param arguments the port of the api
  public static void main(String[] arguments) throws InterruptedException {
    var platform = Platform.start(Integer.parseInt(arguments[0]));
    System.out.println("dashboard " + platform.url() + " secrets " + platform.secrets());
    dress(platform);
    var never = new CountDownLatch(1);
    Thread.ofVirtual().start(() -> tell(platform));
    never.await();
  }

  /// Two more machines, a server that is being downloaded, and one that could not be started.
  private static void dress(Platform platform) {
    var admin = platform.admin();
    for (var name : List.of("attic", "cellar")) {
      var token = admin.post("/api/nodes/tokens", "{}").text("token");
      admin.post(
          "/api/nodes/join",
          "{\"token\":\"%s\",\"name\":\"%s\",\"region\":\"home\",\"tags\":[\"ssd\"]}"
              .formatted(token, name));
    }
    platform.hear("attic", new Capacity(16L << 30, 8_000, 1_000));
    var valheim =
        admin.post(
            "/api/servers",
            """
            {"friendly_name":"Odin's hall","game_image_id":"valheim","node":"local",
             "env_vars":{"SERVER_NAME":"Midgard","SERVER_PASS":"open-sesame"}}
            """);
    var failed =
        admin.post(
            "/api/servers",
            "{\"friendly_name\":\"Broken\",\"game_image_id\":\"factorio\",\"node\":\"local\"}");
    platform
        .sql()
        .sql(
            "INSERT INTO server_progress VALUES (?, 'image', 43, 'layer 5 of 9, 310 of 720 MB', now())")
        .param(valheim.text("id"))
        .update();
    platform
        .sql()
        .sql(
            "UPDATE servers SET state = 'FAILED', reason = 'exit code 1: no save', last_lines = ? WHERE id = ?")
        .param("Loading map\nError: the save is damaged\nGoodbye")
        .param(failed.text("id"))
        .update();
  }

  private static void tell(Platform platform) {
    for (int tick = 0; true; tick++) {
      var awake =
          platform
              .sql()
              .sql("SELECT id FROM servers WHERE state = 'AWAKE'")
              .query((row, _) -> row.getString("id"))
              .list();
      for (var id : awake) {
        if (count(platform, id) == 0) {
          for (int back = 720; back > 0; back--) {
            sample(platform, id, Instant.now().minusSeconds(5L * back), tick - back);
          }
        }
        sample(platform, id, Instant.now(), tick);
        line(platform, id, tick);
      }
      try {
        Thread.sleep(Duration.ofSeconds(2));
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private static int count(Platform platform, String id) {
    return platform
        .sql()
        .sql("SELECT count(*) FROM server_samples WHERE server_id = ?")
        .param(id)
        .query(Integer.class)
        .single();
  }

  private static void sample(Platform platform, String id, Instant at, int tick) {
    double wave = Math.sin(tick / 23.0) + Math.sin(tick / 7.0) / 3;
    int players = (int) Math.max(0, Math.round(3 + 3 * Math.sin(tick / 60.0)));
    platform
        .telemetry()
        .keepSamples(
            List.of(
                new Sample(
                    id,
                    at,
                    (int) (260 + 120 * wave + players * 40),
                    (long) ((150 + 18 * wave + players * 3) * (1 << 20)),
                    players,
                    500,
                    0,
                    0)));
  }

  private static void line(Platform platform, String id, int tick) {
    var now = Instant.now();
    platform
        .telemetry()
        .keepLines(
            List.of(
                new LogLine(
                    id,
                    now.getEpochSecond() * 1_000_000_000 + now.getNano(),
                    "[Server thread/INFO]: "
                        + (tick % 5 == 0
                            ? "Alex joined the game"
                            : "tick " + tick + " took 3 ms"))));
  }
}
