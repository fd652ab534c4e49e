package dev.overwinter.lab.launcher.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A JVM program of ours: what it runs from, with which flags, and where its ahead-of-time cache
/// is.
///
/// @param cold flags of starts without the cache
/// @param more flags of every start that win over the others
/// @param cache what a training run writes and later starts read; they don't mind when it is
///   missing
public record JavaApp(
    String name,
    String mainClass,
    Deployment deployment,
    List<String> flags,
    List<String> cold,
    List<String> more,
    Path cache) {

  public JavaApp {
    flags = List.copyOf(flags);
    cold = List.copyOf(cold);
    more = List.copyOf(more);
  }

  /// Sets the build of `module` apart and reads its flags from `lab/launcher/jvm/<name>.args`.
  ///
  /// @param shared holds deployments and caches; several installations may use one
  public static JavaApp of(Path checkout, String module, String mainClass, Path shared)
      throws IOException {
    var name = Path.of(module).getFileName().toString();
    var deployment = Deployment.of(checkout, module, shared.resolve("app"));
    var flags = new ArrayList<>(readFlags(checkout, "common"));
    flags.addAll(readFlags(checkout, name));
    Trees.keepNewest(shared.resolve("app"), name + "-");
    Trees.keepNewest(shared.resolve("cache"), name + "-");
    var cache =
        "%s-%s-%08x.aot"
            .formatted(
                name, deployment.fingerprint(), List.of(flags, Runtime.version()).hashCode());
    return new JavaApp(
        name,
        mainClass,
        deployment,
        flags,
        readFlags(checkout, name + ".cold"),
        List.of(),
        shared.resolve("cache").resolve(cache));
  }

  /// Returns the same with further flags, which win over those of its file and make no other cache.
  public JavaApp with(List<String> flags) {
    return new JavaApp(name, mainClass, deployment, this.flags, cold, flags, cache);
  }

  /// Returns the command of a start that uses the cache if there is one, and the flags for a cold
  /// start if there is none.
  public List<String> command() {
    return command(Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : cold);
  }

  /// Returns the command of a run whose end writes a cache into `file`.
  public List<String> training(Path file) {
    return command(List.of("-XX:AOTCacheOutput=" + file));
  }

  /// Returns the command that runs another main class of `jars`, such as a tool, with `arguments`.
  static List<String> bare(Deployment jars, String mainClass, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                jars.classPath(),
                mainClass));
    command.addAll(List.of(arguments));
    return command;
  }

  /// Runs a tool of this program's jars to its end and returns what it printed.
  ///
  /// @param environment is added to this process's own
  public String tool(String toolClass, Map<String, String> environment)
      throws IOException, InterruptedException {
    return Commands.run(Duration.ofSeconds(30), bare(deployment, toolClass), environment)
        .orThrow()
        .strip();
  }

  private List<String> command(List<String> ofThisStart) {
    var command = new ArrayList<String>();
    command.add(java());
    command.addAll(flags);
    command.addAll(more);
    command.addAll(ofThisStart);
    command.addAll(List.of("-cp", deployment.classPath(), mainClass));
    return command;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static List<String> readFlags(Path checkout, String name) throws IOException {
    var file = checkout.resolve("lab/launcher/jvm/" + name + ".args");
    var lines = Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
    return lines.stream()
        .map(String::strip)
        .filter(l -> !l.isEmpty() && !l.startsWith("#"))
        .toList();
  }
}
