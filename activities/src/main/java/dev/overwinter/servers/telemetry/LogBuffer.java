package dev.overwinter.servers.telemetry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lines between the games that print them and the sink that keeps them: bounded in length, rate
/// and number, whatever a game does and however long the sink is away. Thread-safe.
public final class LogBuffer {
  /// Longer lines are cut.
  public static final int LONGEST_LINE = 4 << 10;

  static final int LINES_PER_SECOND = 200;
  static final int MOST_LINES = 1_000;
  private static final long SECOND = 1_000_000_000L;

  private final Map<String, Held> servers = new HashMap<>();

  /// A line arrives; when too many do, one line at the end of the second says how many were left
  /// out.
  public synchronized void add(String serverId, long atNanos, String text) {
    var held = servers.computeIfAbsent(serverId, _ -> new Held());
    if (atNanos / SECOND != held.second) {
      held.endSecond(serverId);
      held.second = atNanos / SECOND;
    }
    if (++held.inSecond <= LINES_PER_SECOND) {
      held.add(new LogLine(serverId, atNanos, clean(text)));
    } else {
      held.dropped++;
      held.lastDropped = atNanos;
    }
  }

  /// Takes what is held, in the order of arrival per server.
  ///
  /// @param now nanoseconds since 1970, to end seconds in which nothing more has come
  public synchronized List<LogLine> drain(long now) {
    var all = new ArrayList<LogLine>();
    servers.forEach((serverId, held) -> {
      if (now / SECOND > held.second) {
        held.endSecond(serverId);
      }
      all.addAll(held.lines);
      held.lines.clear();
    });
    return all;
  }

  /// Puts back what could not be kept, before what has come since.
  public synchronized void putBack(List<LogLine> lines) {
    for (var line : lines.reversed()) {
      var held = servers.computeIfAbsent(line.serverId(), _ -> new Held());
      if (held.lines.size() < MOST_LINES) {
        held.lines.addFirst(line);
      }
    }
  }

  /// Forgets a server that does not run any more and has nothing left to be kept.
  public synchronized void forget(String serverId) {
    var held = servers.get(serverId);
    if (held != null && held.lines.isEmpty() && held.dropped == 0) {
      servers.remove(serverId);
    }
  }

  /// A line as it is kept: without colours and control characters, and not too long.
  public static String clean(String text) {
    var cut = text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE);
    // Colours, then whatever else is no text; PostgreSQL refuses NUL.
    return cut.replaceAll("\u001B\\[[0-9;?]*[ -/]*[@-~]", "")
        .replaceAll("[\\p{Cntrl}&&[^\t]]", "")
        .stripTrailing();
  }

  private static final class Held {
    private final ArrayDeque<LogLine> lines = new ArrayDeque<>();
    private long second;
    private int inSecond;
    private int dropped;
    private long lastDropped;

    void add(LogLine line) {
      if (lines.size() == MOST_LINES) {
        lines.removeFirst();
      }
      lines.addLast(line);
    }

    void endSecond(String serverId) {
      if (dropped > 0) {
        add(new LogLine(serverId, lastDropped, "… " + dropped + " lines left out"));
      }
      inSecond = 0;
      dropped = 0;
    }
  }
}
