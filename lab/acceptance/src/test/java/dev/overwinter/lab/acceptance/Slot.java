package dev.overwinter.lab.acceptance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// Ports and subnets that no other run of these tests on this machine uses at the same time: two
/// proxies on one port would take each other's players. Held by a file lock until the JVM ends,
/// however it ends.
///
/// @param number 0 to 15
/// @param lock never closed
record Slot(int number, FileChannel lock) {
  private static final int SLOTS = 16;
  private static final int PORTS = 400;

  static Slot take() throws IOException {
    for (var number = 0; number < SLOTS; number++) {
      var file = Path.of(System.getProperty("java.io.tmpdir"), "overwinter-stage-" + number);
      var lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock.tryLock() != null) {
        return new Slot(number, lock);
      }
      lock.close();
    }
    throw new IOException("sixteen runs of these tests already use this machine");
  }

  /// Where simulated droplets have their addresses, on this machine's loopback.
  String droplets() {
    return "127." + (176 + number) + ".0.0/19";
  }

  Map<String, String> ranges() {
    var first = 26_000 + number * PORTS;
    return Map.of(
        "OVERWINTER_WORKER_PORTS", first + "-" + (first + PORTS - 1),
        "OVERWINTER_WORKER_SUBNETS", "10." + (176 + number) + ".0.0/16");
  }
}
