package dev.overwinter.lab.benchmarks.universe;

import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.Wished;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What the universe costs on a whole platform, part by part, each with a platform of its own. Load
/// and platform share the machine.
public final class UniverseBench implements Bench {
  private static final List<UniversePart> ALL = parts(new Wished(List.of(), 0, 0));

  private final List<UniversePart> chosen;

  /// All parts.
  public UniverseBench() {
    this(ALL);
  }

  private UniverseBench(List<UniversePart> chosen) {
    this.chosen = chosen;
  }

  private static List<UniversePart> parts(Wished wished) {
    return List.of(
        new ReadPart(),
        new OrdersPart(),
        new LoginsPart(or(wished.players(), 500)),
        new MixPart(or(wished.players(), 1_000)),
        new BurstPart(or(wished.players(), 5_000)),
        new IdlePart(or(wished.players(), 10_000), 5, Duration.ofMinutes(or(wished.minutes(), 3))),
        new CatchUpPart(or(wished.players(), 100_000)));
  }

  private static int or(int wished, int usual) {
    return wished == 0 ? usual : wished;
  }

  @Override
  public String name() {
    return "universe";
  }

  @Override
  public String summary() {
    return "reads, orders, logins, the load mix, bursts, rest and catching up (40 minutes)";
  }

  @Override
  public List<String> parts() {
    return ALL.stream().map(UniversePart::name).toList();
  }

  @Override
  public Bench with(Wished wished) {
    return new UniverseBench(
        parts(wished).stream()
            .filter(part -> wished.parts().isEmpty() || wished.parts().contains(part.name()))
            .toList());
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    for (var part : chosen) {
      report.say("%n  -- %s: %s", part.name(), Machine.described());
      var began = System.nanoTime();
      var place = scratch.resolve(part.name());
      try (var platform = UniversePlatform.up(checkout, place, part.speed())) {
        part.run(platform, report);
      }
      report.say("  %s took %.0f s", part.name(), (System.nanoTime() - began) / 1e9);
    }
  }
}
