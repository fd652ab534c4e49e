package dev.overwinter.lab.simulators.game;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/// One game: heartbeats at its rhythm until its droplet is gone.
///
/// [#run()] belongs to one thread of its own; everything else may be called from any thread.
final class Game {
  private final UserData data;
  private final Who who;
  private final Sender sender;
  private final Mishaps mishaps;
  private final Clock clock;
  private final BooleanSupplier alive;
  private final IntSupplier players;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private int clients = -1;
  private boolean beating = true;
  private boolean ending;
  private boolean told;
  private String state = "starting";
  private long sent;
  private long accepted;
  private int lastStatus;

  /// @param alive whether the droplet still is; asked before every heartbeat
  /// @param players how many are connected
  Game(
      UserData data,
      Who who,
      Sender sender,
      Mishaps mishaps,
      Clock clock,
      BooleanSupplier alive,
      IntSupplier players) {
    this.data = data;
    this.who = who;
    this.sender = sender;
    this.mishaps = mishaps;
    this.clock = clock;
    this.alive = alive;
    this.players = players;
  }

  /// Boots, beats, and returns when the droplet is gone or the thread is interrupted.
  void run(Duration boot) {
    try {
      idle(boot);
      state("running");
      while (alive.getAsBoolean()) {
        endIfTold();
        beatUnlessSilent();
        idle(data.every());
      }
      if (mishaps.late()) {
        beat();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    state("over");
  }

  private void beatUnlessSilent() throws InterruptedException {
    if (!mishaps.silent() && view().beating()) {
      beat();
    }
  }

  private void beat() throws InterruptedException {
    int times = mishaps.replayed() ? 2 : 1;
    var at = clock.instant().minus(mishaps.skew());
    int status = sender.heartbeat(data, who, view().clients(), at, times);
    lock.lock();
    try {
      sent += times;
      accepted += status / 100 == 2 ? 1 : 0;
      lastStatus = status;
    } finally {
      lock.unlock();
    }
  }

  private void endIfTold() throws InterruptedException {
    if (takeEnding()) {
      sender.end(data, who, clock.instant());
    }
  }

  private boolean takeEnding() {
    lock.lock();
    try {
      boolean now = ending;
      ending = false;
      return now;
    } finally {
      lock.unlock();
    }
  }

  /// Waits, but not longer than until the next wish.
  private void idle(Duration length) throws InterruptedException {
    lock.lock();
    try {
      long left = length.toNanos();
      while (left > 0 && !told) {
        left = changed.awaitNanos(left);
      }
      told = false;
    } finally {
      lock.unlock();
    }
  }

  /// Takes a wish, and acts on it at once.
  void tell(GameWish wish) {
    lock.lock();
    try {
      clients = wish.clients() == null ? clients : wish.clients();
      beating = wish.beating() == null ? beating : wish.beating();
      ending = ending || Boolean.TRUE.equals(wish.end());
      told = !state.equals("starting");
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void state(String now) {
    lock.lock();
    try {
      state = now;
    } finally {
      lock.unlock();
    }
  }

  GameView view() {
    lock.lock();
    try {
      int shown = clients < 0 ? players.getAsInt() : clients;
      return new GameView(state, beating, shown, sent, accepted, lastStatus);
    } finally {
      lock.unlock();
    }
  }
}
