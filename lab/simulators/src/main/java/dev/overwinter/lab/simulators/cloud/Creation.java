package dev.overwinter.lab.simulators.cloud;

import java.util.List;

/// What became of an order.
public sealed interface Creation {
  record Made(List<Droplet> droplets) implements Creation {}

  record Refused(Problem problem) implements Creation {}
}
