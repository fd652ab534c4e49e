package dev.overwinter.universe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The streams that keep a player's pages fresh.
final class WorldStreamIT {
  private static UniverseStage stage;

  @BeforeAll
  static void open() {
    stage = UniverseStage.open(Map.of("OVERWINTER_API_SIGN_UP", "open"), 1, false);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  /// Who leafs through many pages in a few seconds leaves streams behind of which the server has
  /// not yet learnt that nobody reads them: the page that they look at now must not be refused for
  /// it.
  @Test
  void theNewestPageIsServedAndTheOldestMakesRoom() {
    var one = stage.somebody();
    var open = new ArrayList<Queue<String>>();
    for (int i = 0; i < 16; i++) {
      open.add(follow(one));
    }
    assertThat(open).noneMatch(heard -> heard.contains("event: elsewhere"));
    open.add(follow(one));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> open.getFirst().contains("event: elsewhere"));
    open.add(follow(one));
    await().atMost(Duration.ofSeconds(10)).until(() -> open.get(1).contains("event: elsewhere"));
    assertThat(open.subList(2, 18)).noneMatch(heard -> heard.contains("event: elsewhere"));
    stage.universe.happens(one.id(), "building_complete", "{}");
    for (var heard : open.subList(2, 18)) {
      await().atMost(Duration.ofSeconds(10)).until(() -> heard.contains("event: changed"));
    }
    assertThat(List.of(open.get(0), open.get(1)))
        .noneMatch(heard -> heard.contains("event: changed"));
  }

  /// Nobody is refused, and nobody keeps more than their places by coming all at once.
  @Test
  void fiftyAtOnceLeaveSixteen() throws Exception {
    var one = stage.somebody();
    var all = new ArrayList<Queue<String>>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var asks = Collections.nCopies(50, (Callable<Queue<String>>) () -> follow(one));
      for (var asked : pool.invokeAll(asks)) {
        all.add(asked.get());
      }
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> all.stream().filter(heard -> heard.contains("event: elsewhere")).count() == 34);
    stage.universe.happens(one.id(), "building_complete", "{}");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> all.stream().filter(heard -> heard.contains("event: changed")).count() == 16);
    var other = follow(stage.somebody());
    assertThat(other).as("others have places of their own").doesNotContain("event: elsewhere");
  }

  static Queue<String> follow(UniverseStage.Somebody one) {
    var heard = new ConcurrentLinkedQueue<String>();
    var lines = one.http().lines("/universe/1/stream");
    Thread.ofVirtual().start(() -> lines.forEach(heard::add));
    await().atMost(Duration.ofSeconds(10)).until(() -> heard.contains("event: here"));
    return heard;
  }
}
