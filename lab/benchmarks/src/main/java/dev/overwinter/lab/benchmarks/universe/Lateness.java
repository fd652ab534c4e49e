package dev.overwinter.lab.benchmarks.universe;

import dev.overwinter.lab.benchmarks.parts.Downtimes;
import dev.overwinter.lab.benchmarks.report.Samples;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the rows of events say of when they were written, and in which order.
record Lateness(UniversePlatform platform) {

  /// A completion that was written late.
  ///
  /// @param seconds after its moment, or after the platform was up again, whichever was later
  record Late(String what, Instant at, Instant written, double seconds) {}

  /// Completions that were written later than that, and not because somebody was dead.
  List<Late> later(Downtimes down, Duration tolerance) throws IOException {
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
        var by = down.late(at, written);
        if (by.compareTo(tolerance) > 0) {
          late.add(new Late(rows.getString("what"), at, written, by.toMillis() / 1e3));
        }
      }
      return late;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /// Seconds from the moment of each event to the moment at which it was written.
  Samples seconds() throws IOException {
    var all = new Samples();
    try (var connection = platform.connect();
        var query =
            connection.prepareStatement(
                "SELECT extract(epoch FROM written - at) FROM universe_events"
                    + " WHERE type = 'building_complete'");
        var rows = query.executeQuery()) {
      while (rows.next()) {
        all.add(rows.getDouble(1));
      }
      return all;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /// Events that a player was told of before one that had happened earlier.
  long outOfOrder() throws IOException {
    return platform.number(
        """
        SELECT count(*) FROM (
          SELECT at, lag(at) OVER (PARTITION BY player ORDER BY cursor) AS earlier
            FROM universe_events WHERE type = 'building_complete') told
         WHERE at < earlier
        """);
  }
}
