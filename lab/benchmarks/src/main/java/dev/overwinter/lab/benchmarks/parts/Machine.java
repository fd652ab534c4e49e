package dev.overwinter.lab.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The machine that figures were measured on, and how busy it is with other things.
public final class Machine {
  private static final double TICKS_PER_SECOND = 100;

  private Machine() {}

  /// CPU seconds that all processes have used since the start of the machine.
  public static double busySeconds() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
      var fields = lines.findFirst().orElseThrow().trim().split("\\s+", -1);
      // user, nice, system, irq, softirq: neither idle nor waiting nor stolen.
      return Stream.of(1, 2, 3, 6, 7).mapToLong(i -> Long.parseLong(fields[i])).sum()
          / TICKS_PER_SECOND;
    }
  }

  /// CPU seconds of all children of this process that have ended.
  public static double childrenSeconds() throws IOException {
    var stat = Files.readString(Path.of("/proc/self/stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
  }

  /// Processor, cores, kernel, JDK and load, in one line.
  public static String described() {
    return String.format(
        Locale.ROOT,
        "%s, %d CPUs, Linux %s, Java %s, load %s",
        cpuModel(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.version"),
        System.getProperty("java.version"),
        load());
  }

  private static String cpuModel() {
    return first(Path.of("/proc/cpuinfo"), "model name").map(Machine::afterColon).orElse("unknown");
  }

  /// The load average of the last minute.
  public static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    } catch (IOException _) {
      return "unknown";
    }
  }

  /// A figure of `/proc/meminfo` or a similar file, in KiB.
  public static long kib(Path file, String key) {
    return first(file, key)
        .map(line -> Long.parseLong(afterColon(line).replaceAll("[^0-9]", "")))
        .orElse(0L);
  }

  private static String afterColon(String line) {
    return line.substring(line.indexOf(':') + 1).trim();
  }

  private static java.util.Optional<String> first(Path file, String key) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream().filter(line -> line.startsWith(key)).findFirst();
    } catch (IOException _) {
      return java.util.Optional.empty();
    }
  }
}
