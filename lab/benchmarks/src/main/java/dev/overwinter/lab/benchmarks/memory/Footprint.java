package dev.overwinter.lab.benchmarks.memory;

import dev.overwinter.lab.benchmarks.parts.Child;
import dev.overwinter.lab.benchmarks.parts.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process occupies, in MB (2^20 bytes), and the kernel beside it.
///
/// @param rss resident, pages that it shares with others counted whole
/// @param pss resident, pages that it shares with others counted in parts
/// @param anonymous memory of its own that is backed by no file
/// @param slab kernel structures of the whole machine
/// @param sockets socket buffers of the whole machine
record Footprint(double rss, double pss, double anonymous, double slab, double sockets) {
  private static final double KIB_PER_MB = 1024;
  private static final double PAGES_PER_MB = 256;

  static Footprint of(Child process) throws IOException {
    var rollup = Path.of("/proc", String.valueOf(process.pid()), "smaps_rollup");
    return new Footprint(
        Machine.kib(rollup, "Rss:") / KIB_PER_MB,
        Machine.kib(rollup, "Pss:") / KIB_PER_MB,
        Machine.kib(rollup, "Anonymous:") / KIB_PER_MB,
        Machine.kib(Path.of("/proc/meminfo"), "Slab:") / KIB_PER_MB,
        socketPages() / PAGES_PER_MB);
  }

  // sockets: used 160\nTCP: inuse 5 orphan 0 tw 0 alloc 7 mem 2
  private static long socketPages() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/net/sockstat"))) {
      if (line.startsWith("TCP:")) {
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    return 0;
  }
}
