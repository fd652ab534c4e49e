package dev.overwinter.rooms.web;

/// Keeps a budget empty while it is open, as somebody does who never stops.
final class Drain implements AutoCloseable {
  private final Thread thread;
  private volatile boolean over;

  Drain(RoomStage stage, RoomRates.Budget budget, String who) {
    var rates = stage.bean(0, RoomRates.class);
    while (rates.take(budget, who).isEmpty()) {
      Thread.onSpinWait();
    }
    thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!over) {
                if (rates.take(budget, who).isPresent()) {
                  Thread.onSpinWait();
                }
              }
            });
  }

  @Override
  public void close() {
    over = true;
    thread.interrupt();
  }
}
