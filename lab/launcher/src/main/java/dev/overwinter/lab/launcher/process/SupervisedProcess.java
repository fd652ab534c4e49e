package dev.overwinter.lab.launcher.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Keeps one process alive: restarts it when it ends, at once the first time and with growing
/// pauses when it keeps ending, until [#stop]. Each has a thread of its own; a restart touches no
/// other process.
///
/// All methods may be called from any thread.
public final class SupervisedProcess {

  private static final Duration POLL = Duration.ofMillis(100);

  private final ProcessSpec spec;
  private final Desk desk;
  private final Object change = new Object();

  private boolean wanted;
  private boolean held;
  private boolean healthy;
  private int restarts;
  private @Nullable Child child;
  private @Nullable Thread keeper;

  /// Makes it known; [#start] starts it.
  public SupervisedProcess(ProcessSpec spec, Desk desk) {
    this.spec = spec;
    this.desk = desk;
  }

  /// Returns what it runs.
  public ProcessSpec spec() {
    return spec;
  }

  /// Returns where its output goes.
  public Path log() {
    return desk.log(spec.name());
  }

  /// Starts it, or adopts it when a killed launcher left it running. Does nothing when it is
  /// started already.
  public void start() {
    synchronized (change) {
      held = false;
      change.notifyAll();
      if (!wanted) {
        wanted = true;
        keeper = Thread.ofVirtual().name("keeps-" + spec.name()).start(this::keep);
      }
    }
  }

  /// Waits until it is healthy. Tells why it is not by the end of its log.
  ///
  /// @throws StartFailed when it is not within `atMost`, or died five times on the way
  public void awaitHealthy(Duration atMost) throws InterruptedException {
    var deadline = System.nanoTime() + atMost.toNanos();
    synchronized (change) {
      var toleratedRestarts = restarts + 5;
      while (!healthy) {
        var leftMillis = (deadline - System.nanoTime()) / 1_000_000;
        if (!wanted) {
          throw new StartFailed(spec.name() + " was stopped");
        }
        if (leftMillis <= 0 || restarts >= toleratedRestarts) {
          throw new StartFailed(spec.name(), desk.lastLines(spec.name()), log());
        }
        change.wait(leftMillis);
      }
    }
  }

  /// Returns the process id while it runs.
  public OptionalLong pid() {
    synchronized (change) {
      return child == null ? OptionalLong.empty() : OptionalLong.of(child.handle().pid());
    }
  }

  /// Returns true from the moment it was found healthy until it ends.
  public boolean isHealthy() {
    synchronized (change) {
      return healthy;
    }
  }

  /// Returns how often it ended by itself, or was killed, and was started again.
  public int restarts() {
    synchronized (change) {
      return restarts;
    }
  }

  /// Kills it as `kill -9` does, and returns when it is dead; the supervisor starts it again at
  /// once.
  public void killHard() {
    kill(false);
  }

  /// Kills it as `kill -9` does and leaves it dead until [#start].
  public void killHardAndHold() {
    kill(true);
  }

  /// Sends it a signal by name, such as `STOP` and `CONT` for a process that hangs.
  public void signal(String name) {
    var life = life();
    if (life != null) {
      Signals.send(life.handle(), name);
    }
  }

  /// Stops it: its own signal first, `KILL` after its grace. Returns when it is gone; it stays so
  /// until [#start].
  public void stop() {
    Child last;
    Thread watcher;
    synchronized (change) {
      wanted = false;
      last = child;
      watcher = keeper;
      keeper = null;
      change.notifyAll();
    }
    if (last != null && !Signals.end(last.handle(), spec.stopSignal(), spec.stopsWithin())) {
      desk.news().accept(spec.name() + " did not stop in " + spec.stopsWithin() + ": killed");
    }
    if (watcher != null) {
      watcher.interrupt();
      joins(watcher);
    }
    try {
      ProcessRecord.delete(desk.records(), spec.name());
    } catch (IOException e) {
      desk.news().accept("cannot forget " + spec.name() + ": " + e.getMessage());
    }
  }

  /// Lets the process that runs now go its own way: it goes on, but is not started again, and is
  /// remembered under another name.
  ///
  /// @param as the name, short and unique in an installation
  /// @return empty when none runs
  public Optional<ProcessHandle> release(Function<ProcessHandle, String> as) throws IOException {
    Child last;
    Thread watcher;
    synchronized (change) {
      wanted = false;
      last = child;
      watcher = keeper;
      keeper = null;
      change.notifyAll();
    }
    if (watcher != null) {
      watcher.interrupt();
      joins(watcher);
    }
    if (last == null || !last.handle().isAlive()) {
      return Optional.empty();
    }
    ProcessRecord.rename(desk.records(), spec.name(), as.apply(last.handle()));
    return Optional.of(last.handle());
  }

  /// Supervises again what was released under the name `as`, or starts it when it has ended.
  public void takeBack(String as) throws IOException {
    ProcessRecord.rename(desk.records(), as, spec.name());
    start();
  }

  private void kill(boolean hold) {
    var life = life();
    synchronized (change) {
      held = hold;
      healthy = false;
    }
    if (life != null) {
      life.handle().destroyForcibly();
      awaitBuried(life);
    }
  }

  private void awaitBuried(Child life) {
    try {
      synchronized (change) {
        while (life.equals(child)) {
          change.wait();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Child life() {
    synchronized (change) {
      return child;
    }
  }

  /// The life of the keeper thread: one turn a start.
  private void keep() {
    var pauses = new BackOff();
    try {
      while (isWanted()) {
        var began = System.nanoTime();
        live(began);
        if (isWanted()) {
          pauses.after(Duration.ofNanos(System.nanoTime() - began));
          awaitRelease();
          pauses.pause();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stop() asked
    }
  }

  private void live(long began) throws InterruptedException {
    try {
      var life = adoptOrStart();
      synchronized (change) {
        child = life;
        change.notifyAll();
      }
      var watcher =
          Thread.ofVirtual().name("heals-" + spec.name()).start(() -> awaitsHealth(life, began));
      try {
        var end = life.awaitExit();
        if (isWanted()) {
          desk.news().accept("%s ended (%s): starting it again".formatted(spec.name(), end));
        }
      } finally {
        watcher.interrupt();
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      desk.news().accept("%s cannot start: %s".formatted(spec.name(), reason(e)));
    } finally {
      ended();
    }
  }

  private Child adoptOrStart() throws Exception {
    var left = Child.adopt(spec, desk);
    if (left.isPresent()) {
      return left.get();
    }
    spec.beforeStart().run();
    return Child.start(spec, desk);
  }

  private void awaitsHealth(Child life, long began) {
    var late = began + spec.startsWithin().toNanos();
    try {
      while (life.handle().isAlive() && !worksNow()) {
        if (System.nanoTime() > late) {
          late = Long.MAX_VALUE;
          desk.news().accept(spec.name() + " is not healthy after " + spec.startsWithin());
        }
        Thread.sleep(POLL);
      }
      var seconds = (System.nanoTime() - began) / 1e9;
      synchronized (change) {
        if (!life.equals(child) || !life.handle().isAlive()) {
          return;
        }
        desk.news()
            .accept(
                "%s is up (%.1f s, pid %d)".formatted(spec.name(), seconds, life.handle().pid()));
        healthy = true;
        change.notifyAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it ended first
    }
  }

  /// Healthy, and what is to be done then is done: until both hold, nobody may rely on it.
  private boolean worksNow() throws InterruptedException {
    if (!spec.health().isHealthy()) {
      return false;
    }
    try {
      spec.onceHealthy().run();
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      desk.news().accept("%s is not ready: %s".formatted(spec.name(), reason(e)));
      Thread.sleep(POLL.multipliedBy(10));
      return false;
    }
  }

  private void ended() {
    synchronized (change) {
      child = null;
      healthy = false;
      if (wanted) {
        restarts++;
      }
      change.notifyAll();
    }
  }

  private void awaitRelease() throws InterruptedException {
    synchronized (change) {
      while (held && wanted) {
        change.wait();
      }
    }
  }

  private boolean isWanted() {
    synchronized (change) {
      return wanted;
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static void joins(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
