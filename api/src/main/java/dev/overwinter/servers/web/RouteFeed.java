package dev.overwinter.servers.web;

import dev.overwinter.servers.RouteDoor;
import dev.overwinter.servers.RouteView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What proxies have to know, by revision. The revision is the worker's own counter in PostgreSQL,
/// so every instance of the api gives the same answer and a restart changes nothing.
@Component
final class RouteFeed {
  private static final Duration RECHECK = Duration.ofSeconds(1);

  private final JdbcClient sql;
  private final Changes changes;

  RouteFeed(JdbcClient sql, Changes changes) {
    this.sql = sql;
    this.changes = changes;
  }

  /// One answer to a proxy.
  ///
  /// @param revision what to ask after next time
  /// @param reset whether this is everything, so that what is not in it is gone
  /// @param upserts servers to listen for
  /// @param removed servers to forget
  record Routes(long revision, boolean reset, List<RouteView> upserts, List<String> removed) {
    Routes {
      upserts = List.copyOf(upserts);
      removed = List.copyOf(removed);
    }

    boolean silent() {
      return !reset && upserts.isEmpty() && removed.isEmpty();
    }
  }

  /// What is new after a revision; empty when nothing came up within the wait. All of it when the
  /// revision is 0 or one that we have never given out.
  ///
  /// @param node whose servers matter; empty for all. One that gives its ports up is removed there
  ///   before it has others elsewhere
  Optional<Routes> after(String node, long revision, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    var inbox = new Inbox("");
    try (var _ = changes.subscribe(inbox)) {
      while (true) {
        var found = look(node, revision);
        // Changes on other nodes are nothing to be woken for.
        if (found.isPresent() && found.get().silent()) {
          revision = found.get().revision();
          found = Optional.empty();
        }
        var left = Duration.ofNanos(deadline - System.nanoTime());
        if (found.isPresent() || !left.isPositive() || !changes.open()) {
          return found;
        }
        // Looks once a second as well: a notification that was lost must not cost 25 s.
        inbox.take(left.compareTo(RECHECK) < 0 ? left : RECHECK);
      }
    }
  }

  private Optional<Routes> look(String node, long revision) {
    long now = sql.sql("SELECT value FROM route_revision").query(Long.class).single();
    if (revision > 0 && revision == now) {
      return Optional.empty();
    }
    boolean reset = revision <= 0 || revision > now;
    return Optional.of(since(node, reset ? 0 : revision, now, reset));
  }

  /// Rows up to `now` only: one that is written between the two reads comes with the next answer.
  private Routes since(String only, long revision, long now, boolean reset) {
    var upserts = new ArrayList<RouteView>();
    var removed = new ArrayList<String>();
    sql.sql(
            """
            SELECT id, node, state, reason, public_port, endpoint_host, endpoint_port, last_start_ms,
                   spec
              FROM servers
             WHERE revision > :after AND revision <= :now AND NOT (:reset AND state = 'DELETED')
               AND (:node = '' OR node = :node)
             ORDER BY revision
            """)
        .param("after", revision)
        .param("now", now)
        .param("reset", reset)
        .param("node", only)
        .query(row -> {
          @Nullable Integer port = row.getObject("public_port", Integer.class);
          var state = row.getString("state");
          if (port == null || "DELETED".equals(state)) {
            removed.add(row.getString("id"));
            return;
          }
          upserts.add(route(row, port, state));
        });
    return new Routes(now, reset, upserts, reset ? List.of() : removed);
  }

  private static RouteView route(ResultSet row, int port, String state) throws SQLException {
    var spec = ServerRowMapper.spec(row.getString("spec"));
    var game = spec.template();
    var joining = spec.joining();
    return new RouteView(
        spec.id(),
        spec.name(),
        game.id(),
        game.protocol(),
        port,
        state,
        row.getString("reason"),
        ServerRowMapper.endpoint(row),
        Math.toIntExact(joining.holdFor().toSeconds()),
        joining.kickMessage(),
        joining.allowed(),
        joining.motd(),
        Math.toIntExact((row.getLong("last_start_ms") + 999) / 1000),
        maxPlayers(game.environment()),
        joining.proxyProtocol(),
        game.doors(port).stream().map(RouteDoor::of).toList(),
        !game.answersAsleep(),
        row.getString("node"));
  }

  /// Every image has a name of its own for it, all of which end alike.
  static int maxPlayers(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(variable -> variable.getKey().replace("_", "").endsWith("MAXPLAYERS"))
        .map(Map.Entry::getValue)
        .filter(value -> value.matches("[0-9]{1,6}"))
        .map(Integer::valueOf)
        .findFirst()
        .orElse(20);
  }
}
