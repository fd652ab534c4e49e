package dev.overwinter.lab.benchmarks.universe;

import dev.overwinter.lab.benchmarks.parts.Load;
import dev.overwinter.lab.benchmarks.parts.Usage;
import dev.overwinter.lab.benchmarks.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a look at one's planet takes, at a steady rate, in a universe of 10,000 players. A look
/// settles the planet in memory to the very moment.
final class ReadPart implements UniversePart {
  private static final int PLAYERS = 10_000;
  private static final int READERS = 100;
  private static final int PER_SECOND = 1_000;
  private static final int CONNECTIONS = 48;
  private static final Duration WARM_UP = Duration.ofSeconds(60);
  private static final Duration MEASURED = Duration.ofSeconds(60);
  private static final double LIMIT_MILLIS = 10;

  @Override
  public String name() {
    return "read";
  }

  @Override
  public void run(UniversePlatform platform, Report report)
      throws IOException, InterruptedException {
    var wish = new Seeds.Wish(Instant.now(), List.of());
    var _ = new Seeds(platform, speed()).make(0, PLAYERS, 1, _ -> wish);
    var readers = Colonist.join(platform.apiPort(), READERS);
    var load =
        new Load(
            platform.apiPort(),
            PER_SECOND,
            CONNECTIONS,
            n -> readers.get((int) (n % READERS)).look());
    var _ = load.run(WARM_UP);
    var usage = Usage.begin(platform);
    var result = load.run(MEASURED);
    Told.latencies(report, "GET /player/{id}, %,d a second".formatted(PER_SECOND), result);
    usage.tell(report);
    report.target(
        "p99 of a planet's read at %,d a second".formatted(PER_SECOND),
        result.millis().percentile(99),
        "ms",
        LIMIT_MILLIS,
        true);
    report.target("reads that failed", (double) result.failed(), "", 0, true);
  }
}
