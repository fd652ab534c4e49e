package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.process.Desk;
import dev.overwinter.lab.launcher.process.ProcessRecord;
import dev.overwinter.lab.launcher.process.Signals;
import java.time.Duration;
import java.util.List;

/// Children of a launcher that was killed: found by their records, told from strangers by start
/// time.
record Leftovers(Desk desk) {

  void stop(List<Part> parts) {
    parts.forEach(this::stop);
  }

  /// Ends a rehearsal ([Training]) that nobody waits for any more.
  void stopRehearsal() {
    ProcessRecord.read(desk.records(), Training.STAGE)
        .flatMap(ProcessRecord::find)
        .ifPresent(process -> Signals.killGroup(process.pid()));
  }

  private void stop(Part part) {
    stop(part, part.processName());
    if (part == Part.PROXY) {
      Leavers.names(desk).forEach(name -> stop(part, name));
    }
  }

  private void stop(Part part, String name) {
    ProcessRecord.read(desk.records(), name)
        .flatMap(ProcessRecord::find)
        .ifPresent(process -> {
          desk.news().accept(name + " was left over (pid " + process.pid() + "): stopping it");
          Signals.end(process, part == Part.POSTGRES ? "INT" : "TERM", Duration.ofSeconds(30));
        });
  }
}
