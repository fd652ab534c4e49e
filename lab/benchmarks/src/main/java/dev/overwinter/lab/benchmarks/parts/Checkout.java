package dev.overwinter.lab.benchmarks.parts;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where things are in the checkout that is measured.
///
/// @param root its top directory
public record Checkout(Path root) {

  /// The checkout around the working directory.
  public static Checkout here() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("lab/benchmarks/src"))) {
        return new Checkout(at);
      }
    }
    throw new IllegalStateException(
        "working directory: not in a checkout (expected: Overwinter's)");
  }

  /// The directory that rows, logs and scratch files of benchmarks go to.
  public Path output() {
    return root.resolve("lab/benchmarks/target/benchmarks");
  }

  /// The C sources of the load tools.
  public Path loadSources() {
    return root.resolve("lab/benchmarks/src/main/c");
  }

  /// The `java` that runs this process.
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// The class path of a module's process, from its jar and the libraries beside it; that of this
  /// process when the module is not packaged.
  public String classPath(String module) throws IOException {
    var target = root.resolve(module).resolve("target");
    var jar = Optional.<Path>empty();
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        jar =
            files
                .filter(
                    f -> f.getFileName().toString().matches(module + "-[^-]+(-SNAPSHOT)?\\.jar"))
                .findFirst();
      }
    }
    return jar.isPresent() && Files.isDirectory(target.resolve("lib"))
        ? jar.get() + File.pathSeparator + jars(target.resolve("lib"))
        : System.getProperty("java.class.path");
  }

  // By name and in order: a start-up cache is only used with the class path that it was made with.
  private static String jars(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(f -> f.toString().endsWith(".jar"))
          .sorted()
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  /// The arguments that the platform gives a process's JVM, as files for `java @file`.
  public List<String> jvmOptions(String process) {
    return Stream.of("common", process)
        .map(name -> root.resolve("lab/launcher/jvm/" + name + ".args"))
        .filter(Files::isRegularFile)
        .map(file -> "@" + file)
        .toList();
  }

  /// The Temporal CLI: named by the environment, on PATH, or kept by `./overwinter`.
  public Path temporal() throws IOException {
    var named = System.getenv("OVERWINTER_TEMPORAL_CLI");
    if (named != null) {
      return Path.of(named);
    }
    var onPath = tool("temporal");
    if (onPath.isPresent()) {
      return onPath.get();
    }
    var kept = root.resolve(".overwinter/tools");
    if (Files.isDirectory(kept)) {
      try (Stream<Path> files =
          Files.find(kept, 4, (f, a) -> a.isRegularFile() && f.endsWith("temporal"))) {
        var found = files.filter(Files::isExecutable).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw new IOException(
        "no Temporal CLI: run ./overwinter bench, which fetches it, or set OVERWINTER_TEMPORAL_CLI");
  }

  /// A program on PATH or among the administrator's.
  public static Optional<Path> tool(String name) {
    var path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(path.split(File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
