package dev.overwinter.lab.acceptance.house;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The compiled classes of every module that ships, wherever this one is built.
public final class MainClasses implements LocationProvider {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  @Override
  public Set<Location> get(Class<?> testClass) {
    return Stream.of("workflows", "store", "activities", "worker", "api", "proxy")
        .map(module -> ROOT.resolve(module).resolve("target/classes"))
        .peek(MainClasses::mustExist)
        .map(Location::of)
        .collect(Collectors.toSet());
  }

  private static void mustExist(Path classes) {
    if (!Files.isDirectory(classes)) {
      throw new IllegalStateException(classes + " (expected: built before this module)");
    }
  }
}
