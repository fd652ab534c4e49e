package dev.overwinter.worker;

import dev.overwinter.sessions.digitalocean.CallBudget;
import dev.overwinter.sessions.digitalocean.DigitalOceanDropletActivities;
import dev.overwinter.sessions.digitalocean.NoDropletActivities;
import dev.overwinter.sessions.digitalocean.OceanSettings;
import dev.overwinter.sessions.digitalocean.TemporalPulses;
import dev.overwinter.sessions.digitalocean.UnitKeys;
import dev.overwinter.sessions.workflow.DropletActivities;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;

/// Where droplets come from, if from anywhere.
///
/// @param activities what workflows ask
/// @param closing what is left open
record Droplets(DropletActivities activities, Runnable closing) implements AutoCloseable {

  /// Those of a provider; or none, and whoever wants one is told so.
  static Droplets of(
      Optional<OceanSettings> ocean, UnitKeys keys, CallBudget budget, MeterRegistry meters) {
    if (ocean.isEmpty()) {
      return new Droplets(new NoDropletActivities(), () -> {});
    }
    var droplets =
        new DigitalOceanDropletActivities(
            ocean.get(), keys, budget, new TemporalPulses(), meters, Clock.systemUTC());
    return new Droplets(droplets, droplets::close);
  }

  @Override
  public void close() {
    closing.run();
  }
}
