package dev.overwinter.lab.benchmarks.universe;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.lab.benchmarks.parts.Usage;
import dev.overwinter.lab.benchmarks.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// What happens after an hour in which nothing ran: planets on which something became due during
/// that hour. Their rows are all that there is, as after a restore of PostgreSQL alone.
final class CatchUpPart implements UniversePart {
  private static final Duration OUTAGE = Duration.ofHours(1);
  private static final Duration FIRST_TAKES = Duration.ofSeconds(72);
  private static final Duration DONE_WITHIN = Duration.ofMinutes(20);

  private final int planets;

  CatchUpPart(int planets) {
    this.planets = planets;
  }

  @Override
  public String name() {
    return "catchup";
  }

  @Override
  public void run(UniversePlatform platform, Report report)
      throws IOException, InterruptedException {
    var luck = new Random(6);
    var end = Instant.now();
    platform.kill("worker");
    var _ =
        new Seeds(platform, speed())
            .make(
                0,
                planets,
                1,
                _ ->
                    new Seeds.Wish(
                        end.minusMillis(luck.nextLong(OUTAGE.toMillis())).minus(FIRST_TAKES),
                        List.of("metal_mine")));
    platform.kill("worker");
    var began = System.nanoTime();
    var left = platform.overdue();
    report.say("  %,d planets are overdue by up to an hour when the worker starts", left);
    var _ = platform.awaitServing(Duration.ofMinutes(2));
    report.say("  the worker is back after %.1f s", (System.nanoTime() - began) / 1e9);
    var usage = Usage.begin(platform);
    var done = UniversePlatform.await(DONE_WITHIN, () -> overdue(platform) == 0);
    var seconds = (System.nanoTime() - began) / 1e9;
    usage.tell(report);
    report.say(
        "  %s after %s s: %s planets a second",
        done ? "done" : "NOT done",
        number(seconds),
        number((double) (left - platform.overdue()) / seconds));
    report.target("planets that are still overdue", (double) overdue(platform), "", 0, true);
    report.target(
        "completions that were told",
        (double)
            platform.number(
                "SELECT count(*) FROM universe_events WHERE type = 'building_complete'"),
        "",
        planets,
        false);
  }

  private static long overdue(UniversePlatform platform) {
    try {
      return platform.overdue();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
