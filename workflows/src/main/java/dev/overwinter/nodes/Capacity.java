package dev.overwinter.nodes;

/// An amount of what servers need of a node.
///
/// @param memoryBytes memory
/// @param milliCpus thousandths of a core
/// @param ports public ports
public record Capacity(long memoryBytes, long milliCpus, int ports) {
  /// Nothing.
  public static final Capacity NONE = new Capacity(0, 0, 0);

  public Capacity {
    if (memoryBytes < 0 || milliCpus < 0 || ports < 0) {
      throw new IllegalArgumentException(
          "capacity: " + memoryBytes + ", " + milliCpus + ", " + ports + " (expected: >= 0)");
    }
  }

  /// Both together.
  public Capacity plus(Capacity other) {
    return new Capacity(
        memoryBytes + other.memoryBytes, milliCpus + other.milliCpus, ports + other.ports);
  }

  /// The same with memory and cores raised or lowered to percentages of themselves; ports cannot be
  /// promised twice.
  public Capacity scaled(int memoryPercent, int cpuPercent) {
    return new Capacity(memoryBytes * memoryPercent / 100, milliCpus * cpuPercent / 100, ports);
  }
}
