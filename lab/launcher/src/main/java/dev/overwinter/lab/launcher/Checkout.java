package dev.overwinter.lab.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

/// The source tree that this JVM was started in.
public final class Checkout {

  private Checkout() {}

  /// Returns the nearest directory, from the working directory upwards, that holds the script
  /// `overwinter`.
  public static Path find() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("overwinter"))) {
        return at;
      }
    }
    throw new IllegalStateException("not in a checkout: " + Path.of("").toAbsolutePath());
  }
}
