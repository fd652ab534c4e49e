package dev.overwinter.lab.launcher;

import java.util.Locale;

/// What a platform is made of, in the order of the start. [#SIMULATOR] stands in for DigitalOcean
/// where there is no token of it.
public enum Part {
  DOCKERD,
  POSTGRES,
  TEMPORAL,
  SIMULATOR,
  API,
  WORKER,
  PROXY;

  /// Returns the name of its process, log and console prefix.
  public String processName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
