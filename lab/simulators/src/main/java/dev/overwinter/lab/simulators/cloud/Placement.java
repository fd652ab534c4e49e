package dev.overwinter.lab.simulators.cloud;

/// Where a droplet comes to stand, or why nowhere.
public sealed interface Placement {
  record Placed(Region region) implements Placement {}

  record Refused(Problem problem) implements Placement {}
}
