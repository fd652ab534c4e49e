package dev.overwinter.lab.benchmarks.rooms;

import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Installation;
import dev.overwinter.lab.benchmarks.parts.RunningPlatform;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A whole platform in which guests may ask as often as they like. Safe for use by many threads.
final class RoomsPlatform extends RunningPlatform {

  private RoomsPlatform(Installation installation) {
    super(installation);
  }

  /// Starts it.
  ///
  /// @param heap MiB of the api's heap, from which follows how many sockets it takes
  /// @param timed whether what it takes is measured, so that it has to be as on every later start
  static RoomsPlatform up(Checkout checkout, Path scratch, int heap, boolean timed)
      throws IOException, InterruptedException {
    var installation = new Installation(checkout, scratch);
    installation.set("OVERWINTER_HEAP_API", Integer.toString(heap));
    installation.set("OVERWINTER_API_TRUSTED_PROXY", "127.0.0.1");
    installation.set("OVERWINTER_API_RATE_PER_MINUTE", "1000000");
    if (timed) {
      installation.upWarm();
    } else {
      installation.run("up", "-d");
    }
    var platform = new RoomsPlatform(installation);
    platform.awaitServing(Duration.ofMinutes(2));
    // When a row was written, beside when it happened: what tells lateness, whoever dies meanwhile.
    platform.execute(
        "ALTER TABLE room_events ADD COLUMN written timestamptz DEFAULT clock_timestamp()");
    return platform;
  }

  List<URI> apis() {
    return List.of(URI.create(installation().api()));
  }

  /// An event as it stands in the table.
  ///
  /// @param by whose doing; empty for nobody's
  /// @param about the message, card or round that it is about; empty for none
  /// @param why an end was; empty for other events
  record Row(
      String room,
      long seq,
      Instant at,
      Instant written,
      String type,
      String by,
      String about,
      String why,
      String endsAt) {}

  /// All events of all rooms, each room's in order.
  Map<String, List<Row>> events() throws IOException {
    var all = new HashMap<String, List<Row>>();
    try (var connection = connect();
        var query =
            connection.prepareStatement(
                """
                SELECT room, seq, at, written, lower(type) AS type, coalesce(by_member, '') AS by,
                       coalesce(data ->> 'message', data ->> 'card', data ->> 'round', '') AS about,
                       coalesce(data ->> 'why', '') AS why,
                       coalesce(data ->> 'ends_at', '') AS ends_at
                  FROM room_events ORDER BY room, seq
                """);
        var rows = query.executeQuery()) {
      while (rows.next()) {
        var row =
            new Row(
                rows.getString("room"),
                rows.getLong("seq"),
                rows.getTimestamp("at").toInstant(),
                rows.getTimestamp("written").toInstant(),
                rows.getString("type"),
                rows.getString("by"),
                rows.getString("about"),
                rows.getString("why"),
                rows.getString("ends_at"));
        all.computeIfAbsent(row.room(), _ -> new ArrayList<>()).add(row);
      }
      return all;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /// How many rounds should be over and are not.
  long overdue() throws IOException {
    return number("SELECT count(*) FROM rooms WHERE round_ends_at < now()");
  }
}
