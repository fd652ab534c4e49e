package dev.overwinter.servers.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A server as the dashboard shows it: every word is ready, templates only place them.
///
/// @param id the server
/// @param name what people read
/// @param game name of the game
/// @param state the state in lower case; also a CSS class. `unknown` while its node is out of sight
/// @param label the state for people
/// @param since since when
/// @param sinceWords how long that is
/// @param story why it is so, one line; may be empty
/// @param port public port; null before it is reserved
/// @param address host and port for players; empty before the port is reserved
/// @param doors all its ports when it has more than one
/// @param players for example `3 of 500`; empty when nobody could have been counted
/// @param counted how many players the game itself counts; 0 when it was not asked
/// @param cpu for example `26 %`; empty while it sleeps
/// @param memory for example `180 MiB`; empty while it sleeps
/// @param sleepsAt when it falls asleep if nobody comes; null when not foreseen
/// @param canWake whether waking makes sense now
/// @param canHibernate whether sending to sleep makes sense now
/// @param occupied whether somebody plays
/// @param busy whether something is under way
/// @param seen changes whenever something else is to be shown
/// @param row everything else
record ServerCard(
    String id,
    String name,
    String game,
    String state,
    String label,
    Instant since,
    String sinceWords,
    String story,
    @Nullable Integer port,
    String address,
    List<Door> doors,
    String players,
    int counted,
    String cpu,
    String memory,
    @Nullable Instant sleepsAt,
    boolean canWake,
    boolean canHibernate,
    boolean occupied,
    boolean busy,
    String seen,
    ServerRow row) {

  /// One of several ports.
  ///
  /// @param name for example `query`
  /// @param transport `TCP` or `UDP`
  /// @param address host and port
  record Door(String name, String transport, String address) {}

  static ServerCard of(ServerRow row, String ours, Instant now) {
    var host = row.host(ours);
    var sight = row.node();
    var port = row.publicPort();
    boolean known = sight.reachable();
    var state = row.state();
    var seen = sight.since();
    var since = known || seen == null ? row.since() : seen;
    return new ServerCard(
        row.id(),
        row.spec().name(),
        row.spec().template().name(),
        known ? state.toLowerCase(Locale.ROOT) : "unknown",
        known ? label(state) : "Unknown",
        since,
        Words.span(Duration.between(since, now)),
        known ? row.reason() : sight.detail(),
        port,
        port == null ? "" : host + ":" + port,
        doors(row, host),
        players(row),
        counted(row),
        cpu(row),
        memory(row),
        row.hibernatesAt(),
        "ASLEEP".equals(state) || "FAILED".equals(state) || "HIBERNATING".equals(state),
        "AWAKE".equals(state) || "WAKING".equals(state),
        row.occupied(),
        !"ASLEEP".equals(state) && !"AWAKE".equals(state) && !"FAILED".equals(state),
        row.revision() + (known ? "K" : "U"),
        row);
  }

  private static List<Door> doors(ServerRow row, String host) {
    return row.ports().size() < 2
        ? List.of()
        : row.ports().stream()
            .map(placed ->
                new Door(
                    placed.port().name(),
                    placed.port().protocol().transport().name(),
                    host + ":" + placed.outside()))
            .toList();
  }

  /// The state for people.
  static String label(String state) {
    return switch (state) {
      case "CREATING" -> "Being made";
      case "HIBERNATING" -> "Falling asleep";
      case "WAKING" -> "Waking up";
      case "DELETING" -> "Being deleted";
      case "RELOCATING" -> "Moving to another node";
      case "RESTORING" -> "Restoring its world";
      default -> state.charAt(0) + state.substring(1).toLowerCase(Locale.ROOT);
    };
  }

  private static int counted(ServerRow row) {
    var sample = row.sample();
    var online = sample == null ? null : sample.playersOnline();
    return online == null ? 0 : online;
  }

  private static String players(ServerRow row) {
    var sample = row.sample();
    if (sample == null || sample.playersOnline() == null) {
      return row.occupied() ? "somebody" : "";
    }
    var max = sample.playersMax();
    return sample.playersOnline() + (max == null ? "" : " of " + max);
  }

  private static String cpu(ServerRow row) {
    var sample = row.sample();
    return sample == null
        ? ""
        : Math.round(100.0 * sample.cpuMilli() / row.spec().template().resources().milliCpus())
            + " %";
  }

  private static String memory(ServerRow row) {
    var sample = row.sample();
    return sample == null ? "" : Words.bytes((double) sample.memoryBytes());
  }
}
