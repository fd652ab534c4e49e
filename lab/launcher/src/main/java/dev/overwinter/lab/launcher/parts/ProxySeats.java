package dev.overwinter.lab.launcher.parts;

import dev.overwinter.lab.launcher.process.HealthCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What the processes of the proxy say of themselves: a file each, with a state and a process id
/// (package `dev.overwinter.proxy.seat` has the table).
///
/// @param directory `OVERWINTER_PROXY_STATE`
public record ProxySeats(Path directory) {

  /// Returns a check that passes when a proxy process other than `predecessor` serves. It cannot be
  /// asked over its metrics port, which the predecessor still has.
  public HealthCheck readyBeside(long predecessor) {
    return () -> {
      if (!Files.isDirectory(directory)) {
        return false;
      }
      try (var seats = Files.list(directory)) {
        return seats.flatMap(ProxySeats::readyPid).anyMatch(pid -> pid != predecessor);
      } catch (IOException e) {
        return false;
      }
    };
  }

  private static Stream<Long> readyPid(Path seat) {
    try {
      var words = Files.readString(seat).strip().split(" ", -1);
      return words.length == 2 && "READY".equals(words[0])
          ? Stream.of(Long.parseLong(words[1])).filter(ProxySeats::lives)
          : Stream.empty();
    } catch (IOException | NumberFormatException e) {
      return Stream.empty(); // being written, or being left
    }
  }

  private static boolean lives(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
