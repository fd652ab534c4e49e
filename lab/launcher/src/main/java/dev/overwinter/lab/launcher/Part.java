package dev.overwinter.lab.launcher;

import java.util.Locale;

/// What a platform is made of, in the order of the start.
public enum Part {
  DOCKERD,
  POSTGRES,
  TEMPORAL,
  API,
  WORKER,
  PROXY;

  /// Returns the name of its process, log and console prefix.
  public String processName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
