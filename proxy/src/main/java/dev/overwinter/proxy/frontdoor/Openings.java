package dev.overwinter.proxy.frontdoor;

import java.util.concurrent.atomic.AtomicInteger;

/// What all listeners of a front door share: how ports are opened, and how many are. The numbers
/// may be read by any thread.
final class Openings {
  private final PortSharing sharing;
  private final AtomicInteger untried = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  Openings(PortSharing sharing) {
    this.sharing = sharing;
  }

  PortSharing sharing() {
    return sharing;
  }

  void begun() {
    untried.incrementAndGet();
  }

  void tried() {
    untried.decrementAndGet();
  }

  void opened() {
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  int open() {
    return open.get();
  }

  boolean allTried() {
    return untried.get() == 0;
  }
}
