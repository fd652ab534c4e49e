package dev.overwinter.servers.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.backups.Backup;
import dev.overwinter.durable.Payloads;
import dev.overwinter.servers.KeptRules;
import dev.overwinter.servers.KeptWorld;
import dev.overwinter.servers.workflow.KeptWorldActivities;
import dev.overwinter.servers.workflow.KeptWorldView;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Worlds of deleted servers in PostgreSQL. Thread-safe; each method is one transaction.
public final class PostgresKeptWorldActivities implements KeptWorldActivities {
  private static final ObjectMapper JSON = Payloads.mapper();

  private final JdbcClient sql;
  private final TransactionOperations transaction;
  private final Clock clock;

  PostgresKeptWorldActivities(JdbcClient sql, TransactionOperations transaction, Clock clock) {
    this.sql = sql;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public List<String> record(KeptWorldView view) {
    return within(() -> {
      keep(view);
      return sql.sql(
              """
              select server_id from kept_worlds
              where owner = ? and state = 'KEPT'
              order by deleted_at desc, server_id offset ?
              """)
          .param(view.world().spec().owner())
          .param(KeptRules.MOST)
          .query(String.class)
          .list()
          .reversed();
    });
  }

  private void keep(KeptWorldView view) {
    var world = view.world();
    var spec = world.spec();
    sql.sql(
            """
            insert into kept_worlds (server_id, owner, name, game, node, spec, backups, world_at,
                                     bytes, deleted_at, until, lacks, state, recovered_as,
                                     attempts, note)
            values (:id, :owner, :name, :game, :node, cast(:spec as jsonb),
                    cast(:backups as jsonb), :at, :bytes, :deleted, :until, :lacks, :state, :as,
                    :attempts, :note)
            on conflict (server_id) do update
            set until = excluded.until, state = excluded.state,
                recovered_as = excluded.recovered_as, attempts = excluded.attempts,
                note = excluded.note
            """)
        .param("id", world.serverId())
        .param("owner", spec.owner())
        .param("name", spec.name())
        .param("game", spec.template().id())
        .param("node", world.node())
        .param("spec", json(spec))
        .param("backups", json(world.backups()))
        .param("at", world.newest().at().atOffset(ZoneOffset.UTC))
        .param(
            "bytes", world.backups().stream().mapToLong(PostgresKeptWorldActivities::bytes).sum())
        .param("deleted", world.deletedAt().atOffset(ZoneOffset.UTC))
        .param("until", view.until().atOffset(ZoneOffset.UTC))
        .param("lacks", world.lacks())
        .param("state", view.state().name())
        .param("as", view.as())
        .param("attempts", view.attempts())
        .param("note", view.note())
        .update();
  }

  private static long bytes(Backup backup) {
    var archive = backup.archive();
    return archive == null ? 0 : archive.bytes();
  }

  @Override
  public void forget(String serverId) {
    within(() -> sql.sql("delete from kept_worlds where server_id = ?").param(serverId).update());
  }

  @Override
  public void adopt(String serverId, KeptWorld world) {
    within(() -> {
      world.backups().forEach(backup -> adopt(serverId, backup));
      return true;
    });
  }

  private void adopt(String serverId, Backup backup) {
    var archive = Objects.requireNonNull(backup.archive(), "archive");
    sql.sql(
            """
            insert into server_backups (server_id, backup_id, state, why, asked_by, node, at,
                                        ended_at, codec, sha256, bytes, world_bytes, reason,
                                        locked, stored_as)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)
            on conflict (server_id, backup_id) do nothing
            """)
        .param(serverId)
        .param(backup.id())
        .param(backup.state().name())
        .param(backup.why().name())
        .param(backup.by())
        .param(backup.node())
        .param(backup.at().atOffset(ZoneOffset.UTC))
        .param(clock.instant().atOffset(ZoneOffset.UTC))
        .param(archive.codec())
        .param(archive.sha256())
        .param(archive.bytes())
        .param(archive.worldBytes())
        .param(backup.locked())
        .param(backup.serverId())
        .update();
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private <T> T within(Supplier<T> work) {
    return Objects.requireNonNull(transaction.execute(_ -> work.get()));
  }
}
