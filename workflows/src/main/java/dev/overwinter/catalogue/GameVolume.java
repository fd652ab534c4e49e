package dev.overwinter.catalogue;

import java.util.Objects;

/// A directory of a game that outlives its container.
///
/// @param name short, becomes part of the volume's name; the first volume of a game is its world
/// @param path where it is mounted
public record GameVolume(String name, String path) {
  public GameVolume {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(path, "path");
  }
}
