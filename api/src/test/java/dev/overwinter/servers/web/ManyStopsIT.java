package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Fifty games that take their time to stop. What a page takes meanwhile is what `./overwinter
/// bench pages` prints; here none of the stops ends before the last page has come.
final class ManyStopsIT {
  private static final int STOPS = 50;
  private static final Platform PLATFORM = Platform.shared();
  private static final Http ADMIN = PLATFORM.admin();
  private static final ExecutorService PEOPLE = Executors.newVirtualThreadPerTaskExecutor();

  @AfterAll
  static void open() {
    PLATFORM.node.gate.countDown();
    PEOPLE.close();
  }

  @Test
  @Tag("S-12")
  void pagesDoNotWaitForStops() {
    var servers = all(i -> ADMIN.post("/api/servers", one(i)).text("id"));
    all(i -> ADMIN.post("/api/servers/" + servers.get(i) + "/wake", "").status());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> servers.stream().allMatch(id -> state(id).equals("AWAKE")));
    var gate = new CountDownLatch(1);
    PLATFORM.node.gate = gate;
    try {
      servers.forEach(id -> PEOPLE.execute(() -> stop(id)));
      await().atMost(Duration.ofSeconds(60)).until(() -> PLATFORM.node.stopping.get() >= STOPS);

      var page = ADMIN.with("Accept", "text/html");
      for (var path : List.of("/servers", "/servers/create", "/billing", "/account", "/audit")) {
        assertThat(page.get(path).status()).as(path).isEqualTo(200);
      }
      all(i -> {
        var detail = page.get("/servers/" + servers.get(i));
        assertThat(detail.status()).as(detail.body()).isEqualTo(200);
        assertThat(state(servers.get(i))).isEqualTo("HIBERNATING");
        return i;
      });
      assertThat(ADMIN.get("/api/servers").status()).isEqualTo(200);
      assertThat(PLATFORM.node.stopping.get()).as("still stopping").isGreaterThanOrEqualTo(STOPS);
    } finally {
      gate.countDown();
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> servers.stream().allMatch(id -> state(id).equals("ASLEEP")));
    all(i -> ADMIN.delete("/api/servers/" + servers.get(i)).status());
  }

  private interface Each<T> {
    T of(int i);
  }

  /// All at once, as a crowd does it.
  private static <T> List<T> all(Each<T> each) {
    var asked = IntStream.range(0, STOPS).mapToObj(i -> PEOPLE.submit(() -> each.of(i))).toList();
    return asked.stream()
        .map(answer -> {
          try {
            return answer.get();
          } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
          }
        })
        .toList();
  }

  private static String one(int i) {
    return "{\"friendly_name\":\"Stop %d\",\"game_image_id\":\"lobby\"}".formatted(i);
  }

  private static String state(String id) {
    return ADMIN.get("/api/servers/" + id).text("state");
  }

  private static void stop(String id) {
    var _ = ADMIN.post("/api/servers/" + id + "/hibernate", "");
  }
}
