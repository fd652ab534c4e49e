package dev.overwinter.lab.benchmarks.universe;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// When something of the platform was dead. Safe for use by many threads.
final class Downtimes {
  /// From the kill until all of it worked again.
  record Downtime(String part, Instant from, Instant until) {}

  /// A completion that was written late.
  ///
  /// @param seconds after its moment, or after the platform was up again, whichever was later
  record Late(String what, Instant at, Instant written, double seconds) {}

  private final List<Downtime> all = new ArrayList<>();

  synchronized void add(Downtime one) {
    all.add(one);
  }

  synchronized List<Downtime> all() {
    return List.copyOf(all);
  }

  /// Completions that were written later than that, and not because somebody was dead.
  List<Late> later(UniversePlatform platform, Duration tolerance) throws IOException {
    var late = new ArrayList<Late>();
    try (var connection = platform.connect();
        var query =
            connection.prepareStatement(
                """
                SELECT player || ' ' || type AS what, at, written FROM universe_events
                 WHERE type IN
                   ('building_complete', 'research_complete', 'ship_build_complete_batch')
                """);
        var rows = query.executeQuery()) {
      while (rows.next()) {
        var at = rows.getTimestamp("at").toInstant();
        var written = rows.getTimestamp("written").toInstant();
        var seconds = Duration.between(possible(at, written), written).toMillis() / 1e3;
        if (seconds > tolerance.toMillis() / 1e3) {
          late.add(new Late(rows.getString("what"), at, written, seconds));
        }
      }
      return late;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /// The first moment at which it could have been written: its own, or the end of the last time
  /// that somebody was dead between it and the writing.
  private synchronized Instant possible(Instant at, Instant written) {
    var moment = at;
    for (var one : all) {
      if (one.from().isBefore(written) && one.until().isAfter(moment)) {
        moment = one.until().isAfter(written) ? written : one.until();
      }
    }
    return moment;
  }
}
