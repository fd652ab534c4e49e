package dev.overwinter.catalogue;

/// How much of a container's memory a game's heap may take; the rest is for threads, code, buffers
/// and the page cache. A heap as large as the limit is killed when it fills up.
///
/// @param percent share of the memory limit
/// @param overheadMib what is taken off first
public record HeapRule(int percent, int overheadMib) {
  /// For games without a heap of their own: all of it.
  public static final HeapRule ALL = new HeapRule(100, 0);

  public HeapRule {
    if (percent < 10 || percent > 100) {
      throw new IllegalArgumentException("percent: " + percent + " (expected: 10..100)");
    }
    if (overheadMib < 0) {
      throw new IllegalArgumentException("overheadMib: " + overheadMib + " (expected: >= 0)");
    }
  }

  /// The heap in MiB within a limit.
  public long mebibytes(long memoryBytes) {
    return Math.max(16, ((memoryBytes >> 20) - overheadMib) * percent / 100);
  }
}
