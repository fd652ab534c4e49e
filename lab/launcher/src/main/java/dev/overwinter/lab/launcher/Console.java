package dev.overwinter.lab.launcher;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What the person at the terminal sees: one prefixed line at a time, from any thread, in colour
/// when it is a terminal.
final class Console {

  private static final String SELF = "overwinter";
  private static final List<String> COLOURS = List.of("36", "33", "35", "34", "32", "31", "90");

  private final PrintStream out;
  private final boolean coloured;

  Console(PrintStream out, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
  }

  /// Prints an event of the launcher itself.
  void news(String line) {
    var time = LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
    print("1", SELF, "%tT %s".formatted(time, line));
  }

  /// Prints a line of a child.
  void child(String name, String line) {
    print(COLOURS.get(Math.floorMod(name.hashCode(), COLOURS.size())), name, line);
  }

  private synchronized void print(String colour, String name, String line) {
    var prefix = "%-10s |".formatted(name);
    out.println(
        (coloured ? "\u001b[" + colour + "m" + prefix + "\u001b[0m " : prefix + " ") + line);
    out.flush();
  }
}
