package dev.overwinter.lab.benchmarks.relay;

import dev.overwinter.lab.benchmarks.parts.Child;
import dev.overwinter.lab.benchmarks.parts.Machine;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// CPU seconds at a moment, or between two.
///
/// @param wall seconds on the clock
/// @param all used by the whole machine
/// @param proxy used by the proxy
/// @param ours used by proxy, game and load client
record Cpu(double wall, double all, double proxy, double ours) {

  static Cpu now(@Nullable Child proxy, Child backend) throws IOException {
    var relayed = proxy == null ? 0 : proxy.cpuSeconds();
    // The load client of each round is a child that has ended and been waited for.
    var clients = Machine.childrenSeconds();
    return new Cpu(
        System.nanoTime() / 1e9,
        Machine.busySeconds(),
        relayed,
        relayed + backend.cpuSeconds() + clients);
  }

  Cpu minus(Cpu before) {
    return new Cpu(wall - before.wall, all - before.all, proxy - before.proxy, ours - before.ours);
  }

  /// CPUs that everything else used.
  double others() {
    return Math.max(0, (all - ours) / wall);
  }
}
