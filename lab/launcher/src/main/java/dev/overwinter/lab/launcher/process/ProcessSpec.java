package dev.overwinter.lab.launcher.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What to run, how to tell that it works, and how to end it.
///
/// @param name short, unique in an installation: the log's name and the prefix on the console
/// @param command asked at each start: it may name a cache that was made since the last one
/// @param environment the whole environment of the child; nothing is inherited beside it
/// @param startsWithin after this long without health it is said aloud; the process is left running
/// @param stopSignal the polite one, such as `TERM`; after `stopsWithin` comes `KILL`
/// @param beforeStart runs before each start (not before an adoption)
/// @param onceHealthy runs after each start or adoption, when the process is healthy; retried until
///   it succeeds
public record ProcessSpec(
    String name,
    Supplier<List<String>> command,
    Map<String, String> environment,
    HealthCheck health,
    Duration startsWithin,
    String stopSignal,
    Duration stopsWithin,
    Hook beforeStart,
    Hook onceHealthy) {

  /// Something to do around a start; may throw, and is then done again at the next try.
  @FunctionalInterface
  public interface Hook {

    /// Does nothing.
    Hook NONE = () -> {};

    /// Does it; safe to repeat.
    void run() throws Exception;
  }

  public ProcessSpec {
    environment = Map.copyOf(environment);
  }

  /// Returns a process that is ended with `TERM` and has a minute to start and 20 seconds to stop.
  public static ProcessSpec of(
      String name, List<String> command, Map<String, String> environment, HealthCheck health) {
    var fixed = List.copyOf(command);
    return of(name, () -> fixed, environment, health);
  }

  /// Returns the same for a command that is asked for at each start.
  public static ProcessSpec of(
      String name,
      Supplier<List<String>> command,
      Map<String, String> environment,
      HealthCheck health) {
    return new ProcessSpec(
        name,
        command,
        environment,
        health,
        Duration.ofSeconds(60),
        "TERM",
        Duration.ofSeconds(20),
        Hook.NONE,
        Hook.NONE);
  }

  /// Returns the same process, ended by another signal and with another grace.
  public ProcessSpec stoppedBy(String signal, Duration within) {
    return new ProcessSpec(
        name, command, environment, health, startsWithin, signal, within, beforeStart, onceHealthy);
  }

  /// Returns the same process, whose health shows elsewhere.
  public ProcessSpec healthyBy(HealthCheck other) {
    return new ProcessSpec(
        name,
        command,
        environment,
        other,
        startsWithin,
        stopSignal,
        stopsWithin,
        beforeStart,
        onceHealthy);
  }

  /// Returns the same process with something to do before each start and after each one.
  public ProcessSpec hooked(Hook before, Hook healthy) {
    return new ProcessSpec(
        name, command, environment, health, startsWithin, stopSignal, stopsWithin, before, healthy);
  }

  /// Identifies what runs: equal for two processes that would be started in just the same way, so
  /// that a launcher knows whether a left-over child is still the one that it wants.
  String fingerprint() {
    // An ahead-of-time cache, or the compiler in its stead, makes a start faster and changes
    // nothing else.
    var what =
        command.get().stream()
            .filter(a -> !a.startsWith("-XX:AOT") && !a.startsWith("-XX:Tiered"))
            .toList();
    return Integer.toHexString(List.of(what, new TreeMap<>(environment)).hashCode());
  }
}
