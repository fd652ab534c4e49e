package dev.overwinter.rooms.workflow;

import io.temporal.workflow.Workflow;
import java.util.function.Supplier;

/// One after the other, in the order in which they came. Confined to its workflow.
final class Turns {
  private long drawn;
  private long served;

  /// Waits for its turn, and has it until the work is done.
  <T> T take(Supplier<T> work) {
    var mine = drawn;
    drawn++;
    Workflow.await(() -> served == mine);
    try {
      return work.get();
    } finally {
      served++;
    }
  }
}
