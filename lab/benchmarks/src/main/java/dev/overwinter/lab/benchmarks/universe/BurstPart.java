package dev.overwinter.lab.benchmarks.universe;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.lab.benchmarks.parts.Usage;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Table;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Thousands of planets whose buildings are all finished in one second, each with a second one that
/// follows some seconds later. Every planet has its workflow and its timer.
final class BurstPart implements UniversePart {
  // What the first building takes by the rules: so long before the moment it was ordered.
  private static final Duration FIRST_TAKES = Duration.ofSeconds(72);
  private static final int TOLD_A_SECOND = 30;
  private static final Duration DONE_WITHIN = Duration.ofMinutes(5);
  private static final double LIMIT_SECONDS = 60;

  private final int planets;

  BurstPart(int planets) {
    this.planets = planets;
  }

  @Override
  public String name() {
    return "burst";
  }

  @Override
  public void run(UniversePlatform platform, Report report)
      throws IOException, InterruptedException {
    var setUp = Duration.ofSeconds(15 + planets / TOLD_A_SECOND);
    var moment = Instant.now().plus(setUp).truncatedTo(ChronoUnit.SECONDS);
    var wish = new Seeds.Wish(moment.minus(FIRST_TAKES), List.of("metal_mine", "robot_factory"));
    var all = new Seeds(platform, speed()).make(0, planets, 1, _ -> wish);
    var began = System.nanoTime();
    new Clocks(platform.workflows()).start(all);
    var seconds = (System.nanoTime() - began) / 1e9;
    report.say("  %,d workflows told in %.0f s", planets, seconds);
    if (Instant.now().isAfter(moment.minusSeconds(2))) {
      throw new IOException("setting the scene took longer than " + setUp);
    }
    var due =
        platform.number(
            "SELECT count(*) FROM universe_planets WHERE due_at = '%s'".formatted(moment));
    var _ = UniversePlatform.await(setUp, () -> Instant.now().isAfter(moment));
    var usage = Usage.begin(platform);
    var done = UniversePlatform.await(DONE_WITHIN, () -> waiting(platform, moment) == 0);
    usage.tell(report);
    tell(platform, due, done, report);
  }

  private static long waiting(UniversePlatform platform, Instant moment) {
    try {
      return platform.number(
          "SELECT count(*) FROM universe_planets WHERE due_at <= '%s'".formatted(moment));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void tell(UniversePlatform platform, long due, boolean done, Report report)
      throws IOException {
    var late = new Lateness(platform).seconds();
    var table = new Table("seconds after its moment", "completions", "p50", "p99", "last");
    table.row(
        "building_complete",
        number(late.count()),
        number(late.median()),
        number(late.percentile(99)),
        number(late.most()));
    report.table(table);
    report.target("completions due in the same second", (double) due, "", planets, false);
    report.target("completions that were told", late.count(), "", planets, false);
    report.target("all done after", done ? late.most() : 1e9, "s", LIMIT_SECONDS, true);
    report.target(
        "told in another order than they happened",
        (double) new Lateness(platform).outOfOrder(),
        "",
        0,
        true);
  }
}
