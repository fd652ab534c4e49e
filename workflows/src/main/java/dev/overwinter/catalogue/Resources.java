package dev.overwinter.catalogue;

import org.jspecify.annotations.Nullable;

/// What one running server may use.
///
/// @param memoryBytes hard memory limit of the container
/// @param milliCpus CPU limit in thousandths of a core
/// @param pids most processes and threads
/// @param heap how much of the memory a heap may take
public record Resources(long memoryBytes, int milliCpus, int pids, HeapRule heap) {
  public Resources(long memoryBytes, int milliCpus, int pids, @Nullable HeapRule heap) {
    if (memoryBytes < 16L << 20) {
      throw new IllegalArgumentException("memoryBytes: " + memoryBytes + " (expected: >= 16 MiB)");
    }
    if (milliCpus < 10) {
      throw new IllegalArgumentException("milliCpus: " + milliCpus + " (expected: >= 10)");
    }
    if (pids < 1) {
      throw new IllegalArgumentException("pids: " + pids + " (expected: >= 1)");
    }
    this.memoryBytes = memoryBytes;
    this.milliCpus = milliCpus;
    this.pids = pids;
    // Absent in what was written before it existed.
    this.heap = heap == null ? HeapRule.ALL : heap;
  }

  /// For a game without a heap of its own.
  public Resources(long memoryBytes, int milliCpus, int pids) {
    this(memoryBytes, milliCpus, pids, HeapRule.ALL);
  }

  /// What `{{heap.mib}}` stands for.
  public long heapMib() {
    return heap.mebibytes(memoryBytes);
  }
}
