package dev.overwinter.lab.benchmarks.universe;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.lab.benchmarks.parts.Usage;
import dev.overwinter.lab.benchmarks.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What it costs that many wait: players of whom each has open timers, due in hours. Their
/// workflows are real; the platform is then left alone.
final class IdlePart implements UniversePart {
  private final int players;
  private final int timersEach;
  private final Duration quiet;

  /// @param quiet how long it is watched
  IdlePart(int players, int timersEach, Duration quiet) {
    this.players = players;
    this.timersEach = timersEach;
    this.quiet = quiet;
  }

  @Override
  public String name() {
    return "idle";
  }

  // 72 s become 20 hours.
  @Override
  public double speed() {
    return 0.001;
  }

  @Override
  public void run(UniversePlatform platform, Report report)
      throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(30);
    var before = Usage.begin(platform);
    TimeUnit.SECONDS.sleep(60);
    report.say("  nobody plays:");
    before.tell(report);
    var wish = new Seeds.Wish(Instant.now(), List.of("metal_mine"));
    var planets = new Seeds(platform, speed()).make(0, players, timersEach, _ -> wish);
    var began = System.nanoTime();
    new Clocks(platform.workflows()).start(planets);
    report.say(
        "  %,d workflows with a timer each after %.0f s",
        planets.size(), (System.nanoTime() - began) / 1e9);
    // Compilers and collectors come to rest.
    TimeUnit.SECONDS.sleep(60);
    var actions = platform.actions();
    var usage = Usage.begin(platform);
    TimeUnit.SECONDS.sleep(quiet.toSeconds());
    report.say("  %,d players x %d timers, all far away:", players, timersEach);
    usage.tell(report);
    var more = TemporalActions.between(actions, platform.actions());
    report.say("  Temporal actions meanwhile: %s", more);
    report.say("  the worker takes %s %% of a core at rest", number(usage.percent("worker")));
  }
}
