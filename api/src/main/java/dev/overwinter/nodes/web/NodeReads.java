package dev.overwinter.nodes.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// All that the api reads about nodes, from the worker's tables. Works while Temporal is away.
@Component
class NodeReads {
  // A machine that has joined is shown before its worker was heard.
  private static final String ROWS =
      """
      SELECT n.id, n.state, n.state_since, n.version, n.docker_reachable, n.since, n.docker_version,
             n.detail,
             n.facts, n.region, n.tags, n.memory_bytes, n.milli_cpus, n.ports, n.memory_percent,
             n.cpu_percent, n.last_change, n.joined_at, coalesce(m.host, '') AS host,
             a.memory AS promised_memory, a.cpus AS promised_cpus,
             (SELECT count(*) FROM allocated_ports p WHERE p.node = n.id)
               + (SELECT coalesce(sum(t.ports), 0) FROM stranded t WHERE t.node = n.id)
               AS promised_ports,
             (SELECT count(*) FROM servers s
               WHERE s.node = n.id AND s.state <> 'DELETED') AS servers,
             (SELECT count(*) FROM servers s
               WHERE s.node = n.id AND s.state IN ('WAKING', 'AWAKE', 'HIBERNATING')) AS awake
        FROM nodes n
        LEFT JOIN node_members m ON m.node = n.id
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(memory_bytes), 0) AS memory, coalesce(sum(milli_cpus), 0) AS cpus
            FROM (SELECT node, memory_bytes, milli_cpus FROM allocations
                  UNION ALL
                  SELECT node, memory_bytes, milli_cpus FROM stranded) taken
           WHERE node = n.id) a
      """;

  private final JdbcClient sql;

  NodeReads(JdbcClient sql) {
    this.sql = sql;
  }

  /// All nodes, by id; those out of service last.
  List<NodeJson> list() {
    return sql.sql(ROWS + " ORDER BY n.state = 'RETIRED', n.id LIMIT 1000")
        .query((row, _) -> node(row))
        .list();
  }

  Optional<NodeJson> find(String id) {
    return sql.sql(ROWS + " WHERE n.id = ?").param(id).query((row, _) -> node(row)).optional();
  }

  /// A server that concerns a node.
  ///
  /// @param id its id
  /// @param name what people read
  /// @param here whether it has its place there; otherwise it has left a world behind
  record Affected(String id, String name, boolean here) {}

  /// Who waits for a node that is lost, and who has left something on any, by name.
  List<Affected> affected(String node) {
    return sql.sql(
            """
            SELECT s.id, s.spec ->> 'name' AS name, true AS here FROM servers s
              JOIN nodes n ON n.id = s.node
             WHERE s.node = :node AND s.state <> 'DELETED' AND n.state = 'LOST'
            UNION ALL
            SELECT s.id, s.spec ->> 'name', false FROM stranded t
              JOIN servers s ON s.id = t.server_id
             WHERE t.node = :node AND s.state <> 'DELETED'
             ORDER BY name, id LIMIT 200
            """)
        .param("node", node)
        .query((row, _) ->
            new Affected(row.getString("id"), row.getString("name"), row.getBoolean("here")))
        .list();
  }

  private static NodeJson node(ResultSet row) throws SQLException {
    int memoryPercent = row.getInt("memory_percent");
    int cpuPercent = row.getInt("cpu_percent");
    return new NodeJson(
        row.getString("id"),
        state(row),
        instant(row, "state_since"),
        instant(row, "since").isAfter(Instant.EPOCH) ? row.getBoolean("docker_reachable") : null,
        row.getString("docker_version"),
        row.getString("detail"),
        row.getString("region"),
        List.of((String[]) row.getArray("tags").getArray()),
        row.getString("host"),
        memoryPercent,
        cpuPercent,
        share(row, "memory_bytes", memoryPercent, "promised_memory"),
        share(row, "milli_cpus", cpuPercent, "promised_cpus"),
        share(row, "ports", 100, "promised_ports"),
        row.getInt("servers"),
        row.getInt("awake"),
        row.getString("last_change"),
        instant(row, "joined_at"));
  }

  /// A worker of before nodes had workflows says no more than whether its engine answers.
  private static String state(ResultSet row) throws SQLException {
    boolean old = row.getLong("version") == 0;
    return old && row.getBoolean("docker_reachable") ? "ONLINE" : row.getString("state");
  }

  private static NodeJson.Share share(ResultSet row, String has, int percent, String promised)
      throws SQLException {
    long amount = row.getLong(has);
    return new NodeJson.Share(amount, amount * percent / 100, row.getLong(promised));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? Instant.EPOCH : value.toInstant();
  }
}
