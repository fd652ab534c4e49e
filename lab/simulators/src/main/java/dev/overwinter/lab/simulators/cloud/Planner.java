package dev.overwinter.lab.simulators.cloud;

import dev.overwinter.lab.simulators.faults.Fault;
import dev.overwinter.lab.simulators.faults.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Draws what will become of a new droplet.
final class Planner {
  private final Faults faults;
  private final Duration provision;

  Planner(Faults faults, Duration provision) {
    this.faults = faults;
    this.provision = provision;
  }

  Plan draw(String name, Instant now) {
    var listed = now.plus(extra(Fault.LIST_LAG, name));
    var vanishes = faults.strike(Fault.VANISH, name).map(now::plus);
    var privateLead = faults.strike(Fault.PRIVATE_FIRST, name);
    if (faults.strikes(Fault.NEVER_ACTIVE, name)) {
      return new Plan(listed, null, null, null, false, null, orNull(vanishes));
    }
    var active = now.plus(provision).plus(extra(Fault.SLOW_ACTIVE, name));
    var addressed = active.plus(extra(Fault.ADDRESS_LAG, name));
    return new Plan(
        listed,
        active,
        addressed,
        addressed.plus(privateLead.orElse(Duration.ZERO)),
        privateLead.isPresent(),
        orNull(faults.strike(Fault.LOCKED, name).map(active::plus)),
        orNull(vanishes));
  }

  private Duration extra(Fault fault, String name) {
    return faults.strike(fault, name).orElse(Duration.ZERO);
  }

  private static @Nullable Instant orNull(Optional<Instant> instant) {
    return instant.orElse(null);
  }
}
