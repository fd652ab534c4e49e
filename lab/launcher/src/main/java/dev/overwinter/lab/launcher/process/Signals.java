package dev.overwinter.lab.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends signals by name, which [ProcessHandle] cannot.
public final class Signals {

  private Signals() {}

  /// Sends `signal` (`INT`, `STOP`, `KILL`, …); a process that is gone already is no error.
  public static void send(ProcessHandle process, String signal) {
    signal(signal, Long.toString(process.pid()));
  }

  private static void signal(String signal, String target) {
    try {
      var kill =
          new ProcessBuilder("sh", "-c", "kill -s " + signal + " -- " + target)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Kills a process that leads a group, with all that it started in it.
  public static void killGroup(long leader) {
    signal("KILL", "-" + leader);
  }

  /// Ends a process: `signal` first, `KILL` after `grace`. Returns when it is gone.
  ///
  /// @return true when the polite signal was enough
  public static boolean end(ProcessHandle process, String signal, Duration grace) {
    var gone = process.onExit();
    if (process.isAlive()) {
      send(process, signal);
    }
    if (awaits(gone, grace)) {
      return true;
    }
    process.destroyForcibly();
    awaits(gone, Duration.ofSeconds(10));
    return false;
  }

  private static boolean awaits(CompletableFuture<ProcessHandle> gone, Duration within) {
    try {
      gone.get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
