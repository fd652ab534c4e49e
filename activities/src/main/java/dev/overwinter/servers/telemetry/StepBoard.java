package dev.overwinter.servers.telemetry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What steps on a node have to show, until it is carried to a [TelemetrySink]: only the newest
/// word of each server is held, however fast it comes and however long the sink is away.
/// Thread-safe.
public final class StepBoard {
  private static final int LONGEST_DETAIL = 200;

  private final LogBuffer lines = new LogBuffer();
  private final Map<String, Progress> newest = new LinkedHashMap<>();

  /// What games and install steps have printed.
  public LogBuffer lines() {
    return lines;
  }

  /// A step is so far.
  public synchronized void progress(
      String serverId, String step, @Nullable Integer percent, String detail) {
    var cut = detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL);
    newest.put(serverId, new Progress(serverId, step, percent, cut, Instant.now()));
  }

  /// No step of the server has anything to show any more.
  public synchronized void over(String serverId) {
    newest.put(serverId, new Progress(serverId, "", null, "", Instant.now()));
  }

  /// Takes what is new.
  public synchronized List<Progress> drain() {
    var taken = List.copyOf(newest.values());
    newest.clear();
    return taken;
  }

  /// Puts back what could not be kept, unless something newer has come.
  public synchronized void putBack(List<Progress> unkept) {
    unkept.forEach(one -> newest.putIfAbsent(one.serverId(), one));
  }
}
