package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.process.StartFailed;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How much memory the operator gives to a process's heap, if it is not to be the usual.
final class Heap {
  static final List<String> KEYS = List.of("OVERWINTER_HEAP_API", "OVERWINTER_HEAP_WORKER");

  private static final int LEAST = 128;
  private static final int MOST = 65_536;

  private Heap() {}

  /// The flags of the JVM for a process; none for the usual heap.
  ///
  /// @throws StartFailed when what was said is no number of MiB
  static List<String> flags(String process, Map<String, String> environment) {
    var key = "OVERWINTER_HEAP_" + process.toUpperCase(Locale.ROOT);
    var said = environment.getOrDefault(key, "").strip();
    if (said.isEmpty() || !KEYS.contains(key)) {
      return List.of();
    }
    if (!said.matches("[0-9]{1,5}")
        || Integer.parseInt(said) < LEAST
        || Integer.parseInt(said) > MOST) {
      throw new StartFailed("%s: %s (expected: MiB, %d to %d)".formatted(key, said, LEAST, MOST));
    }
    return List.of("-Xmx" + said + "m");
  }
}
