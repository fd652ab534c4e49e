package dev.overwinter.proxy.route;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The table that every packet is looked up in. Reading costs one volatile read on any thread;
/// changes come from the feed, one at a time.
public final class Routes {
  private final List<Consumer<Table>> watchers = new CopyOnWriteArrayList<>();
  private volatile Table table = Table.EMPTY;

  /// The newest table.
  public Table table() {
    return table;
  }

  /// Calls `watcher` after every change, on the thread that brought it; it must not block.
  public void watch(Consumer<Table> watcher) {
    watchers.add(watcher);
  }

  /// Takes a change in; the table is new before any watcher hears of it.
  public synchronized void apply(RouteChange change) {
    var next = table.with(change, System.nanoTime());
    table = next;
    watchers.forEach(watcher -> watcher.accept(next));
  }
}
