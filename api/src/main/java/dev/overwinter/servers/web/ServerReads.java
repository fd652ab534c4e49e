package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Access;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// All that the api reads about servers, from the worker's tables. Works while Temporal is away.
@Component
final class ServerReads {
  // A server that was asked for is shown before its workflow has written the first row.
  private static final String ROWS =
      """
      WITH known AS (
        SELECT id, owner, node, state, reason, state_since, revision, public_port, endpoint_host,
               endpoint_port, occupied, empty_since, hibernates_at, last_start_ms, last_change,
               spec, created_at
          FROM servers WHERE state <> 'DELETED'
        UNION ALL
        SELECT r.id, r.owner, r.spec ->> 'node', 'CREATING', '', r.requested_at, 0, NULL, NULL,
               NULL, false, r.requested_at, NULL, 0, 'created', r.spec, r.requested_at
          FROM server_requests r
         WHERE r.started_at > now() - interval '1 day'
           AND NOT EXISTS (SELECT 1 FROM servers s WHERE s.id = r.id)
      )
      SELECT k.*, n.docker_reachable, n.since AS node_since, n.detail AS node_detail,
             n.state AS node_state, n.state_since AS node_state_since, n.version AS node_version,
             m.host AS node_host,
             p.at AS sample_at, p.cpu_milli, p.memory_bytes, p.players_online, p.players_max
        FROM known k
        LEFT JOIN nodes n ON n.id = k.node
        LEFT JOIN node_members m ON m.node = k.node
        LEFT JOIN LATERAL (
          SELECT * FROM server_samples q
           WHERE q.server_id = k.id AND q.at > now() - interval '30 seconds' AND k.state = 'AWAKE'
           ORDER BY q.at DESC LIMIT 1) p ON true
      """;

  private final JdbcClient sql;
  private final Access access;
  private final ServerRowMapper mapper = new ServerRowMapper();

  ServerReads(JdbcClient sql, Access access) {
    this.sql = sql;
    this.access = access;
  }

  /// What an actor may see, oldest first.
  List<ServerRow> list(Actor actor) {
    return sql.sql(
            ROWS
                + """
                 WHERE :all OR k.owner = :owner
                    OR k.id IN (SELECT server_id FROM server_members WHERE account_id = :account)
                 ORDER BY k.created_at, k.id LIMIT 10000
                """)
        .param("all", actor.admin() || actor.operator())
        .param("owner", actor.name())
        .param("account", actor.accountId())
        .query(mapper)
        .list();
  }

  /// One server that an actor may see, for something that they may do.
  ///
  /// @throws Problem (403) when they see it and may not do that
  Optional<ServerRow> find(Actor actor, String id, Permission wanted) {
    return find(id).filter(row -> access.check(actor, id, row.spec().owner(), wanted));
  }

  /// What an actor may do with a server.
  Set<Permission> rights(Actor actor, ServerRow row) {
    return access.of(actor, row.id(), row.spec().owner());
  }

  /// One server that an actor may do everything with.
  Optional<ServerRow> find(Actor actor, String id) {
    return find(id).filter(row -> actor.mayManage(row.spec().owner()));
  }

  /// One server, whoever asks.
  Optional<ServerRow> find(String id) {
    return sql.sql(ROWS + " WHERE k.id = :id").param("id", id).query(mapper).optional();
  }

  /// One step of a server's history.
  ///
  /// @param at when
  /// @param state the state from then on
  /// @param reason one line for people
  /// @param cause who or what
  record Event(Instant at, String state, String reason, String cause) {}

  /// The newest steps of a server's history, newest first.
  List<Event> events(String id, int most) {
    return sql.sql(
            """
            SELECT at, state, reason, cause FROM server_events
             WHERE server_id = :id ORDER BY version DESC LIMIT :most
            """)
        .param("id", id)
        .param("most", most)
        .query((row, _) ->
            new Event(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("state"),
                row.getString("reason"),
                row.getString("cause")))
        .list();
  }

  /// What a game used since some moment, oldest first, thinned out to at most 720 points.
  List<ServerRow.Sample> samples(String id, Instant since) {
    return sql.sql(
            """
            WITH chosen AS (
              SELECT *, row_number() OVER (ORDER BY at) AS nth, count(*) OVER () AS total
                FROM server_samples WHERE server_id = :id AND at > :since)
            SELECT at, cpu_milli, memory_bytes, players_online, players_max FROM chosen
             WHERE nth % (total / 720 + 1) = 0 OR nth = total ORDER BY at
            """)
        .param("id", id)
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query((row, _) -> ServerRowMapper.sample(row, "at"))
        .list();
  }

  /// One line of a console.
  ///
  /// @param id grows with every line
  /// @param at when Docker heard it, or when it was typed
  /// @param text without its line end
  /// @param voice `printed` by the game, `typed` by somebody, or `answered` to that
  /// @param by who typed it; empty otherwise
  record LogLine(long id, Instant at, String text, String voice, String by) {
    // As Minecraft's `[08:21:40] ` and the lobby's `08:21:40 `, in the clock of the container.
    private static final Pattern STAMP =
        Pattern.compile("^(\\[\\d\\d:\\d\\d:\\d\\d\\]|\\d\\d:\\d\\d:\\d\\d) ");

    /// For those who are shown text alone.
    String plain() {
      return switch (voice) {
        case "typed" -> by + "> " + text;
        case "answered" -> "< " + text;
        default -> text;
      };
    }

    /// The text without a time of its own, for those who are shown when it was heard. Public, since
    /// templates call it.
    public String unstamped() {
      return STAMP.matcher(text).replaceFirst("");
    }
  }

  /// The newest lines of a server, oldest first.
  List<LogLine> logTail(String id, int most) {
    return sql.sql(
            """
            SELECT * FROM (
              SELECT id, at_nanos, line, voice, said_by FROM server_log_lines
               WHERE server_id = :id ORDER BY id DESC LIMIT :most) newest ORDER BY id
            """)
        .param("id", id)
        .param("most", most)
        .query((row, _) -> ServerRowMapper.line(row))
        .list();
  }

  /// The lines of a server after one that the caller has.
  List<LogLine> logAfter(String id, long after, int most) {
    return sql.sql(
            """
            SELECT id, at_nanos, line, voice, said_by FROM server_log_lines
             WHERE server_id = :id AND id > :after ORDER BY id LIMIT :most
            """)
        .param("id", id)
        .param("after", after)
        .param("most", most)
        .query((row, _) -> ServerRowMapper.line(row))
        .list();
  }

  /// How many servers there are in each state.
  Map<String, Integer> countByState() {
    var counts = new TreeMap<String, Integer>();
    sql.sql("SELECT state, count(*) AS n FROM servers WHERE state <> 'DELETED' GROUP BY state")
        .query(row -> {
          counts.put(row.getString("state"), row.getInt("n"));
        });
    return counts;
  }

  /// Whether there is such a node.
  boolean isNode(String id) {
    return exists("SELECT 1 FROM nodes WHERE id = ? AND state <> 'RETIRED'", id);
  }

  /// Whether any node has made itself known, so that placement has a choice.
  boolean hasNodes() {
    return exists("SELECT 1 FROM nodes WHERE state <> 'RETIRED' LIMIT 1");
  }

  private boolean exists(String query, Object... parameters) {
    return !sql.sql(query).params(parameters).query(Integer.class).list().isEmpty();
  }

  /// A node that a server may ask for.
  ///
  /// @param id its id
  /// @param region where it stands; may be empty
  /// @param tags what it has
  record Place(String id, String region, List<String> tags) {}

  /// All nodes that take servers, by id.
  List<Place> places() {
    return sql.sql("SELECT id, region, tags FROM nodes WHERE state <> 'RETIRED' ORDER BY id")
        .query((row, _) ->
            new Place(
                row.getString("id"),
                row.getString("region"),
                List.of((String[]) row.getArray("tags").getArray())))
        .list();
  }

  /// What only the page and the answer about one server show.
  ///
  /// @param crashes how often its game ended by itself or froze within a day
  /// @param lastLines what its game printed last when it could not be started
  /// @param progress the long step that it is in; null when in none
  record More(int crashes, List<String> lastLines, @Nullable Progress progress) {
    /// As somebody may see it: what a game prints is for those who may read its console.
    More seenWith(Set<Permission> rights) {
      return rights.contains(Permission.CONSOLE) ? this : new More(crashes, List.of(), progress);
    }
  }

  /// How far a long step is.
  ///
  /// @param step `image` or `install`
  /// @param percent 0 to 100; null when nobody can tell
  /// @param detail one line for people
  /// @param at when
  record Progress(String step, @Nullable Integer percent, String detail, Instant at) {}

  /// See [More]; what an actor may see of it.
  More more(Actor actor, ServerRow row) {
    return more(row.id()).seenWith(rights(actor, row));
  }

  private More more(String id) {
    var progress =
        sql.sql("SELECT step, percent, detail, at FROM server_progress WHERE server_id = ?")
            .param(id)
            .query((row, _) ->
                new Progress(
                    row.getString("step"),
                    row.getObject("percent", Integer.class),
                    row.getString("detail"),
                    row.getObject("at", OffsetDateTime.class).toInstant()))
            .optional();
    return sql.sql(
            """
            SELECT last_lines,
                   (SELECT count(*) FROM server_events e
                     WHERE e.server_id = s.id AND e.at > now() - interval '1 day'
                       AND ((e.reason LIKE '%crashed%' AND e.state IN ('WAKING', 'ASLEEP', 'FAILED'))
                            OR (e.reason LIKE '%froze%' AND e.state = 'HIBERNATING'))) AS crashes
              FROM servers s WHERE id = ?
            """)
        .param(id)
        .query((row, _) ->
            new More(
                row.getInt("crashes"),
                row.getString("last_lines").lines().toList(),
                progress.orElse(null)))
        .optional()
        .orElseGet(() -> new More(0, List.of(), progress.orElse(null)));
  }
}
