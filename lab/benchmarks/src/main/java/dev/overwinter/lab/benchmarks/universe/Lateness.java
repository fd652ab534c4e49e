package dev.overwinter.lab.benchmarks.universe;

import dev.overwinter.lab.benchmarks.report.Samples;
import java.io.IOException;
import java.sql.SQLException;

/// What the rows of events say of when they were written, and in which order.
record Lateness(UniversePlatform platform) {

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
