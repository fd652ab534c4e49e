package dev.overwinter.universe.workflow;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.function.Function;

/// A port in three tempers. Confined to its workflow.
///
/// @param atOnce local, for a moment
/// @param awaited for as long as somebody may wait
/// @param patient until it is done
record Hands<P>(P atOnce, P awaited, P patient) {

  static <P> Hands<P> of(Class<P> port) {
    return new Hands<>(
        Workflow.newLocalActivityStub(port, UniverseRetries.atOnce()),
        Workflow.newActivityStub(port, UniverseRetries.awaited()),
        Workflow.newActivityStub(port, UniverseRetries.patient()));
  }

  /// An order: who waits for it may ask again with the same key, so it is given up one day.
  <T> T order(Function<P, T> call) {
    try {
      return call.apply(atOnce);
    } catch (ActivityFailure away) {
      return call.apply(awaited);
    }
  }

  /// What is due is never given up.
  <T> T settle(Function<P, T> call) {
    try {
      return call.apply(atOnce);
    } catch (ActivityFailure away) {
      return call.apply(patient);
    }
  }
}
