package dev.overwinter.sessions.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Waits for the same thing that are one wait, however many wait and however often they ask again.
///
/// Temporal takes ten Updates of one workflow at a time, and one that nobody waits for any more is
/// among them until the workflow answers it: whoever asks every few seconds would soon keep
/// everybody else from ending the session. Thread-safe.
///
/// @param <T> what is waited for
final class SharedWaits<T> {
  private final ConcurrentHashMap<String, CompletableFuture<T>> waits = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// Joins a wait, or begins it. It goes on when who began it has given up, and is forgotten with
  /// its answer, so that nobody is ever given an old one.
  ///
  /// @param what names what is waited for
  /// @param asking waits for it
  CompletableFuture<T> join(String what, Supplier<T> asking) {
    var mine = new CompletableFuture<T>();
    var there = waits.putIfAbsent(what, mine);
    if (there != null) {
      return there.copy();
    }
    threads.execute(() -> {
      try {
        var answer = asking.get();
        waits.remove(what, mine);
        mine.complete(answer);
      } catch (RuntimeException | Error failure) {
        waits.remove(what, mine);
        mine.completeExceptionally(failure);
      }
    });
    return mine.copy();
  }
}
