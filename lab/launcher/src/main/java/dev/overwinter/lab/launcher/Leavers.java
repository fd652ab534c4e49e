package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.process.Desk;
import dev.overwinter.lab.launcher.process.ProcessRecord;
import dev.overwinter.lab.launcher.process.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Proxy processes that have handed over and relay the players they have until those are gone. They
/// are not started again when they end, and are remembered on disk like every other child.
final class Leavers {

  static final String NAME = Part.PROXY.processName() + "-leaving-";

  private final Desk desk;
  private final Map<String, ProcessHandle> leaving = new ConcurrentHashMap<>();

  Leavers(Desk desk) {
    this.desk = desk;
  }

  static String name(ProcessHandle process) {
    return NAME + process.pid();
  }

  /// Finds those that a killed launcher left.
  void resume() {
    names(desk)
        .forEach(name ->
            ProcessRecord.read(desk.records(), name)
                .flatMap(ProcessRecord::find)
                .ifPresentOrElse(this::watch, () -> forget(name)));
  }

  static List<String> names(Desk desk) {
    return desk.recorded().stream().filter(name -> name.startsWith(NAME)).toList();
  }

  /// Tells when it ends.
  void watch(ProcessHandle process) {
    var name = name(process);
    var began = System.nanoTime();
    leaving.put(name, process);
    var _ =
        process
            .onExit()
            .thenRun(() -> {
              leaving.remove(name);
              forget(name);
              var after = Duration.ofNanos(System.nanoTime() - began).toSeconds();
              desk.news()
                  .accept(
                      "the old proxy (pid %d) has left after %d s".formatted(process.pid(), after));
            });
  }

  /// Asks all to end. They do so some time after they miss a successor, too, so this only makes
  /// sure of those that never were told.
  void tell() {
    leaving.values().forEach(process -> Signals.send(process, "TERM"));
  }

  /// Waits for their end, and kills who is late.
  void awaitEnd(Duration grace) {
    leaving.values().forEach(process -> Signals.end(process, "TERM", grace));
  }

  private void forget(String name) {
    try {
      ProcessRecord.forget(desk.records(), name);
    } catch (IOException e) {
      desk.news().accept("cannot forget " + name + ": " + e.getMessage());
    }
  }
}
