package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.acceptance.Cloud.Droplet;
import dev.overwinter.lab.acceptance.SessionsStage.Played;
import dev.overwinter.lab.launcher.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Twenty seconds of everything at once: people who begin and end sessions, a provider that fails
/// in a dozen ways, kill -9 of one process after the other. `./overwinter bench sessions-chaos` is
/// the long version.
@Timeout(300)
final class SessionsChaosAcceptanceTest {
  private static final Duration PLAY = Duration.ofSeconds(20);
  private static final int PLAYERS = 8;
  private static final List<Part> VICTIMS =
      List.of(Part.WORKER, Part.API, Part.TEMPORAL, Part.POSTGRES, Part.SIMULATOR);

  private final SessionsStage stage = SessionsStage.get();
  private final long seed = new Random().nextLong();
  private final Queue<Played> ended = new ConcurrentLinkedQueue<>();
  private final Map<String, String> holders = new ConcurrentHashMap<>();
  private final Queue<String> doubleLeases = new ConcurrentLinkedQueue<>();

  @AfterEach
  void calm() {
    stage.cloud().calm();
    stage.stage().awaitHealthy();
  }

  @Test
  @Tag("SES-01")
  @Tag("SES-08")
  @Tag("SES-23")
  @Tag("SES-25")
  void nothingIsLeakedLeasedTwiceOrLeftRunningWhateverDies() throws Exception {
    System.err.println("seed " + seed);
    var before = stage.cloud().droplets().stream().map(Droplet::id).toList();
    stage.cloud().arm(seed, faults());
    play();
    stage.cloud().calm();
    stage.stage().awaitHealthy();

    assertThat(doubleLeases).isEmpty();
    Awaitility.await("every session is over")
        .atMost(seconds(150))
        .untilAsserted(() -> {
          assertThat(stage.cloud().alive()).extracting(Droplet::id).isSubsetOf(before);
          assertThat(ended)
              .allSatisfy(played ->
                  assertThat(stage.book().sessions(played.tag()))
                      .allMatch(SessionBook.Session::over));
        });
    isBilledAsLongAsItLived(before);
  }

  /// Nobody is charged more, or less, than what the provider has seen.
  private void isBilledAsLongAsItLived(List<Long> before) {
    var lived =
        stage.cloud().droplets().stream()
            .filter(droplet -> !before.contains(droplet.id()))
            .collect(
                Collectors.groupingBy(
                    Droplet::session, Collectors.summingLong(d -> d.lived().toMillis())));
    Awaitility.await("the ledger")
        .atMost(seconds(60))
        .untilAsserted(() -> {
          var charged =
              stage.book().uses().stream()
                  .filter(use -> lived.containsKey(use.session()))
                  .collect(
                      Collectors.toMap(
                          SessionBook.Use::session, use -> use.metered().toMillis(), Long::sum));
          var lines = new ArrayList<String>();
          lived.forEach((id, millis) ->
              lines.add("%s %d %d".formatted(id, millis, charged.getOrDefault(id, 0L))));
          System.err.println(String.join("\n", lines));
        });
  }

  private void play() throws InterruptedException, ExecutionException {
    var until = Instant.now().plus(PLAY);
    var players = new ArrayList<Future<?>>();
    try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < PLAYERS; i++) {
        var luck = new Random(seed + i);
        players.add(many.submit(() -> player(luck, until)));
      }
      players.add(many.submit(() -> killer(new Random(seed), until)));
      for (var one : players) {
        one.get();
      }
    }
  }

  private Void player(Random luck, Instant until) throws InterruptedException {
    while (Instant.now().isBefore(until)) {
      var session = stage.begin();
      var other = holders.putIfAbsent(session.address(), session.tag());
      if (other != null) {
        doubleLeases.add(session + " and " + other);
      }
      TimeUnit.MILLISECONDS.sleep(luck.nextInt(3000));
      holders.remove(session.address());
      stage.end(session);
      ended.add(session);
    }
    return null;
  }

  private Void killer(Random luck, Instant until) throws InterruptedException {
    while (Instant.now().isBefore(until)) {
      var victim = VICTIMS.get(luck.nextInt(VICTIMS.size()));
      System.err.println(victim + " is killed");
      stage.stage().kill(victim);
      TimeUnit.MILLISECONDS.sleep(1000 + luck.nextInt(3000));
      stage.stage().awaitHealthy();
    }
    return null;
  }

  private static Map<String, Map<String, Object>> faults() {
    return Map.ofEntries(
        Map.entry("html-502", Map.of("probability", 0.03)),
        Map.entry("drop-after", Map.of("probability", 0.03)),
        Map.entry("drop", Map.of("probability", 0.03)),
        Map.entry("server-error", Map.of("probability", 0.03)),
        Map.entry("broken-body", Map.of("probability", 0.02)),
        Map.entry("rate-burst", Map.of("probability", 0.01, "lasts", "PT1S")),
        Map.entry("list-lag", Map.of("probability", 0.2, "lasts", "PT1S")),
        Map.entry("address-lag", Map.of("probability", 0.2, "lasts", "PT1S")),
        Map.entry("private-first", Map.of("probability", 0.2, "lasts", "PT0.5S")),
        Map.entry("vanish", Map.of("probability", 0.05, "lasts", "PT0.2S")),
        Map.entry("locked", Map.of("probability", 0.2, "lasts", "PT1S")),
        Map.entry("delete-error", Map.of("probability", 0.1)),
        Map.entry("pending-event", Map.of("probability", 0.1)),
        Map.entry("delete-ignored", Map.of("probability", 0.05)),
        Map.entry("replay", Map.of("probability", 0.1)),
        Map.entry("silent", Map.of("probability", 0.1)));
  }
}
