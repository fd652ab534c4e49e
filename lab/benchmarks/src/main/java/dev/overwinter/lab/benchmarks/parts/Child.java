package dev.overwinter.lab.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process that lives no longer than the benchmark that started it.
public final class Child implements AutoCloseable {
  private static final double TICKS_PER_SECOND = 100; // USER_HZ on every Linux that Java runs on

  private final String name;
  private final Process process;
  private final Path log;

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /// Starts a program with a log file.
  public static Child start(
      String name, List<String> command, Map<String, String> environment, Path directory)
      throws IOException {
    Files.createDirectories(directory);
    var log = directory.resolve(name + ".log");
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile());
    // What is measured must not depend on what the shell around it has set.
    builder.environment().keySet().removeIf(key -> key.startsWith("OVERWINTER_"));
    builder.environment().putAll(environment);
    var child = new Child(name, builder.start(), log);
    Runtime.getRuntime().addShutdownHook(new Thread(child.process::destroyForcibly));
    return child;
  }

  /// The same command on one CPU, where the machine can do that.
  public static List<String> pinned(int cpu, List<String> command) {
    if (Checkout.tool("taskset").isEmpty() || Runtime.getRuntime().availableProcessors() < 2) {
      return command;
    }
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of("taskset", "-c", String.valueOf(cpu)), command.stream())
        .toList();
  }

  /// Its process id.
  public long pid() {
    return process.pid();
  }

  /// Where its output goes.
  public Path log() {
    return log;
  }

  /// CPU seconds that it has used so far.
  public double cpuSeconds() throws IOException {
    var stat = Files.readString(Path.of("/proc", String.valueOf(pid()), "stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /// Waits until something can connect to a port of this machine.
  ///
  /// @throws IOException when the process has ended or the time is over
  public void awaitPort(int port, Duration patience) throws IOException, InterruptedException {
    await(() -> Ports.answers(port), "port " + port, patience);
  }

  /// Waits until something holds.
  ///
  /// @throws IOException when the process has ended or the time is over
  public void await(Condition condition, String what, Duration patience)
      throws IOException, InterruptedException {
    var until = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (!process.isAlive()) {
        throw new IOException(name + " ended with " + process.exitValue() + ", see " + log);
      }
      if (System.nanoTime() > until) {
        throw new IOException(name + ": no " + what + " within " + patience + ", see " + log);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /// Something to wait for.
  @FunctionalInterface
  public interface Condition {
    /// Whether it holds now.
    boolean holds() throws IOException;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
