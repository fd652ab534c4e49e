package dev.overwinter.servers.web;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What one long answer has still to look at: a bounded set of server ids. Filled by the listening
/// thread, emptied by the request's own thread.
final class Inbox implements Changes.Listener {
  private static final int MOST = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Set<String> changed = new LinkedHashSet<>();
  private boolean printed;
  private boolean closing;
  private final String only;

  /// @param only the one server that matters; empty for all
  Inbox(String only) {
    this.only = only;
  }

  /// What has happened since the last look.
  ///
  /// @param changed ids of servers; one that is empty stands for all of them
  /// @param printed whether a log may have grown
  record News(Set<String> changed, boolean printed) {
    boolean none() {
      return changed.isEmpty() && !printed;
    }
  }

  @Override
  public void changed(String serverId) {
    if (!concerns(serverId)) {
      return;
    }
    lock.lock();
    try {
      if (changed.size() >= MOST) {
        // Too far behind to be told of each: look at all of them.
        changed.clear();
        changed.add("");
      } else {
        changed.add(serverId);
      }
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void printed(String serverId) {
    if (!concerns(serverId)) {
      return;
    }
    lock.lock();
    try {
      printed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void closing() {
    lock.lock();
    try {
      closing = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for something to look at, at most that long.
  News take(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (changed.isEmpty() && !printed && !closing && left > 0) {
        left = news.awaitNanos(left);
      }
      var taken = new News(Set.copyOf(changed), printed);
      changed.clear();
      printed = false;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private boolean concerns(String serverId) {
    return only.isEmpty() || serverId.isEmpty() || only.equals(serverId);
  }
}
