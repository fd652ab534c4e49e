package dev.overwinter.universe.workflow;

import dev.overwinter.durable.SearchAttributes;
import io.temporal.workflow.Workflow;

/// Whose a workflow is, as operators search for it.
final class Owners {
  private Owners() {}

  /// Says it, unless whoever started the workflow has: each time is a write of its own.
  static void show(long player) {
    var owner = Long.toString(player);
    if (!owner.equals(Workflow.getTypedSearchAttributes().get(SearchAttributes.OWNER))) {
      Workflow.upsertTypedSearchAttributes(SearchAttributes.OWNER.valueSet(owner));
    }
  }
}
