package dev.overwinter.nodes.postgres;

import dev.overwinter.nodes.NodeView;
import dev.overwinter.nodes.workflow.NodeRecordActivities;
import java.sql.Timestamp;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// The records of nodes in PostgreSQL: plain SQL, because the rows have a second writer, who keeps
/// whether the engine answers. Thread-safe; each method is one transaction.
public final class PostgresNodeRecordActivities implements NodeRecordActivities {
  private final JdbcClient sql;
  private final TransactionOperations transaction;

  /// Writes through a client.
  public PostgresNodeRecordActivities(JdbcClient sql, TransactionOperations transaction) {
    this.sql = sql;
    this.transaction = transaction;
  }

  @Override
  public void record(NodeView view) {
    transaction.executeWithoutResult(_ -> {
      write(view);
      sql.sql("select pg_notify('node_changed', ?)").param(view.node()).query(rows -> {});
    });
  }

  private void write(NodeView view) {
    var has = view.facts().has();
    sql.sql(
            """
            insert into nodes (id, docker_reachable, since, detail, version, state, state_since,
              region, tags, memory_bytes, milli_cpus, ports, memory_percent, cpu_percent,
              docker_version, facts, port_range, subnets, last_change, last_change_at, joined_at)
            values (:id, false, to_timestamp(0), '', :version, :state, :since, :region, :tags,
              :memory, :cpus, :ports, :memoryPercent, :cpuPercent, :docker, :facts, :range, :subnets, :change, now(),
              :joined)
            on conflict (id) do update
            set version = excluded.version, state = excluded.state,
                state_since = excluded.state_since, region = excluded.region,
                tags = excluded.tags, memory_bytes = excluded.memory_bytes,
                milli_cpus = excluded.milli_cpus, ports = excluded.ports,
                memory_percent = excluded.memory_percent, cpu_percent = excluded.cpu_percent,
                docker_version = excluded.docker_version, facts = excluded.facts,
                port_range = excluded.port_range, subnets = excluded.subnets,
                last_change = excluded.last_change, last_change_at = excluded.last_change_at,
                joined_at = excluded.joined_at
            where nodes.version < excluded.version
            """)
        .param("id", view.node())
        .param("version", view.version())
        .param("state", view.state().label())
        .param("since", Timestamp.from(view.state().since()))
        .param("region", view.settings().region())
        .param("tags", view.settings().tags().toArray(new String[0]))
        .param("memory", has.memoryBytes())
        .param("cpus", has.milliCpus())
        .param("ports", has.ports())
        .param("memoryPercent", view.settings().memoryPercent())
        .param("cpuPercent", view.settings().cpuPercent())
        .param("docker", view.facts().docker())
        .param("facts", view.facts().detail())
        .param("range", view.facts().ports())
        .param("subnets", view.facts().subnets())
        .param("change", view.lastChange())
        .param("joined", Timestamp.from(view.joinedAt()))
        .update();
  }

  @Override
  public int servers(String node) {
    return sql.sql("select count(*) from allocations where node = ?")
        .param(node)
        .query(Integer.class)
        .single();
  }
}
