package dev.overwinter.lab.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Remembers a child on disk, so that the next launcher finds it when this one was killed.
///
/// A process id alone may belong to somebody else by then: the start time in clock ticks since boot
/// and the boot id make it certain. (The wall-clock start time would not do; it moves when the
/// clock is set.)
///
/// @param fingerprint [ProcessSpec#fingerprint] of what was started
public record ProcessRecord(
    String name, long pid, long startTicks, String bootId, String fingerprint) {

  private static final String SUFFIX = ".process";
  // Fields of /proc/<pid>/stat counted after the command's closing parenthesis: state is 0, start
  // time 19.
  private static final int STATE = 0;
  private static final int START_TICKS = 19;

  /// Remembers a process that is not supervised, so that it is found when this JVM is killed.
  public static void remember(Path directory, String name, long pid) throws IOException {
    var record = of(name, pid, "none");
    if (record.isPresent()) {
      record.get().write(directory);
    }
  }

  /// Forgets `name`.
  public static void forget(Path directory, String name) throws IOException {
    delete(directory, name);
  }

  /// Returns the record of a process that runs now; empty when it has ended already.
  static Optional<ProcessRecord> of(String name, long pid, String fingerprint) {
    return ticksAtStart(pid).map(t -> new ProcessRecord(name, pid, t, currentBoot(), fingerprint));
  }

  /// Returns what `directory` remembers of `name`; a torn or foreign file counts as nothing.
  public static Optional<ProcessRecord> read(Path directory, String name) {
    try {
      var words = Files.readString(directory.resolve(name + SUFFIX)).strip().split(" ", -1);
      return words.length == 4
          ? Optional.of(
              new ProcessRecord(
                  name, Long.parseLong(words[0]), Long.parseLong(words[1]), words[2], words[3]))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// Writes the record whole or not at all.
  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    var draft = directory.resolve(name + SUFFIX + ".new");
    Files.writeString(draft, "%d %d %s %s\n".formatted(pid, startTicks, bootId, fingerprint));
    Files.move(draft, directory.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Forgets `name`.
  static void delete(Path directory, String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name + SUFFIX));
  }

  /// Remembers a process under another name from now on.
  static void rename(Path directory, String from, String to) throws IOException {
    var known = read(directory, from);
    if (known.isPresent()) {
      var r = known.get();
      new ProcessRecord(to, r.pid, r.startTicks, r.bootId, r.fingerprint).write(directory);
      delete(directory, from);
    }
  }

  /// Returns the process if it is still the one that was recorded.
  public Optional<ProcessHandle> find() {
    return bootId.equals(currentBoot())
            && ticksAtStart(pid).filter(t -> t == startTicks).isPresent()
        ? ProcessHandle.of(pid)
        : Optional.empty();
  }

  private static Optional<Long> ticksAtStart(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return "Z".equals(fields[STATE])
          ? Optional.empty()
          : Optional.of(Long.parseLong(fields[START_TICKS]));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String currentBoot() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
