package dev.overwinter.servers.docker;

import dev.overwinter.servers.ContainerObservation;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Who works on which server's container right now: one step at a time, also while a step that
/// nobody waits for any more is winding down. By the container's name. Thread-safe.
public final class Hands {
  private static final String UNKNOWN = "?";
  private static final String NOTHING_RUNS = "";

  // Neither is ever shrunk: a hundred bytes per server that this process has worked on.
  private final ConcurrentHashMap<String, ReentrantLock> busy = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, String> left = new ConcurrentHashMap<>();

  /// Whether a step is working on a server, so that what its container does was asked for.
  public boolean busyWith(String name) {
    var lock = busy.get(name);
    return lock != null && lock.isLocked();
  }

  /// How the last step, or the last word of the control plane, left a container.
  String left(String name) {
    return left.getOrDefault(name, UNKNOWN);
  }

  /// How a container would have been left that is seen so.
  static String asLeft(ContainerObservation seen) {
    return seen.running() ? seen.run() : NOTHING_RUNS;
  }

  /// A step ends and leaves that start of the container running.
  void leaveRunning(String name, String run) {
    left.put(name, run);
  }

  /// A step ends and leaves nothing running.
  void leaveStopped(String name) {
    left.put(name, NOTHING_RUNS);
  }

  /// The control plane knows how the container is: from here on that is nothing new, unless a step
  /// has left it otherwise meanwhile.
  void told(String name, String before, ContainerObservation seen) {
    left.putIfAbsent(name, UNKNOWN);
    left.replace(name, before, asLeft(seen));
  }

  /// Works on a server, alone.
  <T> T on(String name, Pulse pulse, Supplier<T> work) {
    var lock = busy.computeIfAbsent(name, _ -> new ReentrantLock());
    await(lock, pulse);
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("LockNotBeforeTry")
  private static void await(ReentrantLock lock, Pulse pulse) {
    try {
      while (!lock.tryLock(200, TimeUnit.MILLISECONDS)) {
        pulse.check();
      }
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(leaving);
    }
  }
}
