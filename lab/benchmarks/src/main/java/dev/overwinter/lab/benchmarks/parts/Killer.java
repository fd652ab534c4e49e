package dev.overwinter.lab.benchmarks.parts;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Kills (-9) one process of a platform after the other, every fourth time two at once, and waits
/// each time until all of it works again.
///
/// @param down where it is written down
/// @param betweenMillis the longest time between two kills
/// @param over when it is to stop
/// @param luck chooses when and whom
public record Killer(
    RunningPlatform platform, Downtimes down, int betweenMillis, AtomicBoolean over, Random luck)
    implements Callable<Void> {
  private static final Duration SERVES_WITHIN = Duration.ofMinutes(3);
  private static final List<String> VICTIMS = List.of("worker", "api", "temporal", "postgres");

  @Override
  public Void call() throws IOException, InterruptedException {
    while (!over.get()) {
      TimeUnit.MILLISECONDS.sleep(luck.nextInt(betweenMillis));
      var from = Instant.now();
      var victims = new ArrayList<String>();
      for (var n = luck.nextInt(4) == 0 ? 2 : 1; n > 0; n--) {
        var victim = VICTIMS.get(luck.nextInt(VICTIMS.size()));
        platform.kill(victim);
        victims.add(victim);
      }
      // The dead one is seen to be dead before it is asked whether it lives.
      TimeUnit.MILLISECONDS.sleep(500);
      var _ = platform.awaitServing(SERVES_WITHIN);
      for (var victim : victims) {
        down.add(new Downtimes.Downtime(victim, from, Instant.now()));
      }
    }
    return null;
  }
}
