package dev.overwinter.lab.acceptance;

import dev.overwinter.lab.launcher.Platform;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the platform's own records say of sessions and of what they cost. Asked again while the
/// database is being restarted.
///
/// @param platform whose
record SessionBook(Platform platform) {

  /// A session, over or not.
  ///
  /// @param id for good; a tag may be another's one day
  record Session(String id, String tag, String state, boolean over, long droplet) {}

  /// What a session was charged for.
  ///
  /// @param session its id
  record Use(String session, Duration metered) {}

  /// All of a tag, newest first.
  List<Session> sessions(String tag) {
    return ask(connection -> sessions(connection, "WHERE tag = '" + tag + "'"));
  }

  /// All that are not over.
  List<Session> live() {
    return ask(connection -> sessions(connection, "WHERE over_at IS NULL"));
  }

  private static List<Session> sessions(Connection connection, String which) throws SQLException {
    var found = new ArrayList<Session>();
    try (var query =
            connection.prepareStatement(
                "SELECT id, tag, state, over_at IS NOT NULL AS over, droplet_id FROM sessions "
                    + which
                    + " ORDER BY created_at DESC");
        var rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(
            new Session(
                rows.getString("id"),
                rows.getString("tag"),
                rows.getString("state"),
                rows.getBoolean("over"),
                rows.getLong("droplet_id")));
      }
    }
    return found;
  }

  /// How those came where they are that are not over, a line a step.
  List<String> story() {
    return ask(connection -> {
      var lines = new ArrayList<String>();
      try (var query =
              connection.prepareStatement(
                  """
                  SELECT concat_ws(' ', s.id, e.at, e.state, e.reason, '(' || e.cause || ')') AS line
                    FROM sessions s JOIN session_events e ON e.session_id = s.id
                   WHERE s.over_at IS NULL ORDER BY s.id, e.version
                  """);
          var rows = query.executeQuery()) {
        while (rows.next()) {
          lines.add(rows.getString("line"));
        }
      }
      return lines;
    });
  }

  /// What the ledger has of sessions, whoever pays, added up a session.
  List<Use> uses() {
    return ask(connection -> {
      var found = new ArrayList<Use>();
      try (var query =
              connection.prepareStatement(
                  """
                  SELECT run, sum(extract(epoch FROM until - since)) AS seconds
                    FROM billing_uses WHERE use = 'SESSION' GROUP BY run
                  """);
          var rows = query.executeQuery()) {
        while (rows.next()) {
          var millis = Math.round(rows.getDouble("seconds") * 1000);
          found.add(new Use(rows.getString("run"), Duration.ofMillis(millis)));
        }
      }
      return found;
    });
  }

  /// The platform calls the provider no more often than it may, which holds up tests that ask for
  /// more in a minute than people do.
  void raiseBudgetOfCalls() {
    ask(connection -> {
      try (var statement = connection.createStatement()) {
        return statement.executeUpdate(
            "UPDATE session_budget SET minute_limit = 100000, hour_limit = 1000000");
      }
    });
  }

  private <T> T ask(Tables.Question<T> question) {
    return new Tables(platform).ask(question);
  }
}
