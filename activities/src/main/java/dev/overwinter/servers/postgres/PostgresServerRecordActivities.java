package dev.overwinter.servers.postgres;

import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupState;
import dev.overwinter.billing.MeterReports;
import dev.overwinter.nodes.Wish;
import dev.overwinter.notices.postgres.Outbox;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.Reservation;
import dev.overwinter.servers.ServerNews;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.ServerView;
import dev.overwinter.servers.workflow.NodeSeen;
import dev.overwinter.servers.workflow.ServerBelief;
import dev.overwinter.servers.workflow.ServerRecordActivities;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// The records of servers in PostgreSQL. Thread-safe; each method is one transaction.
public final class PostgresServerRecordActivities implements ServerRecordActivities {
  private final ServerRows servers;
  private final AllocationRows allocations;
  private final JdbcClient sql;
  private final TransactionOperations transaction;
  private final Places places;
  private final MeterReports meters;
  private final Purses purses;
  private final Outbox news;
  private final Clock clock;

  PostgresServerRecordActivities(
      ServerRows servers,
      AllocationRows allocations,
      JdbcClient sql,
      TransactionOperations transaction,
      Places places,
      MeterReports meters,
      Outbox news,
      Clock clock) {
    this.servers = servers;
    this.allocations = allocations;
    this.sql = sql;
    this.transaction = transaction;
    this.places = places;
    this.meters = meters;
    purses = new Purses(sql, meters);
    this.news = news;
    this.clock = clock;
  }

  @Override
  public Reservation reserve(ServerSpec spec) {
    return within(() -> {
      allocations.lock();
      var known = allocations.findById(spec.id());
      if (known.isPresent()) {
        return new Reservation.Granted(known.get().allocation());
      }
      return purses
          .objection(spec.owner())
          .<Reservation>map(Reservation.Refused::new)
          .orElseGet(() -> places.choose(spec));
    });
  }

  @Override
  public Reservation reserveElsewhere(ServerSpec spec, String usedByOthers) {
    return within(() -> {
      allocations.lock();
      var row = allocations.findById(spec.id());
      if (row.isEmpty()) {
        return places.choose(spec);
      }
      return row.get().allocation().subnet().equals(usedByOthers)
          ? places.move(row.get())
          : new Reservation.Granted(row.get().allocation());
    });
  }

  @Override
  public List<String> servers(String node) {
    return within(() -> allocations.servers(node));
  }

  @Override
  public Reservation reserveAnew(ServerSpec spec, Allocation lost, Wish wish, int generation) {
    return within(() -> anew(spec, lost, wish, Math.max(generation, lost.generation() + 1)));
  }

  @Override
  public Reservation roomElsewhere(ServerSpec spec, Allocation from, Wish wish) {
    // Whatever is taken is given back at once.
    return java.util.Objects.requireNonNull(
        transaction.execute(status -> {
          status.setRollbackOnly();
          return anew(spec, from, wish, from.generation() + 1);
        }));
  }

  private Reservation anew(ServerSpec spec, Allocation lost, Wish wish, int generation) {
    allocations.lock();
    var row = allocations.findById(spec.id());
    if (row.isPresent() && row.get().allocation().generation() > lost.generation()) {
      return new Reservation.Granted(row.get().allocation());
    }
    strand(spec, lost);
    row.ifPresent(allocations::delete);
    allocations.flush();
    var same = places.chooseAnew(spec.placedAnew(wish, lost.publicPort()), generation, lost.node());
    var anew =
        same instanceof Reservation.Refused
            ? places.chooseAnew(spec.placedAnew(wish, 0), generation, lost.node())
            : same;
    if (anew instanceof Reservation.Refused) {
      restore(spec.id(), lost);
    }
    return anew;
  }

  private void strand(ServerSpec spec, Allocation lost) {
    sql.sql(
            """
            insert into stranded (server_id, generation, node, port, ports, subnet, memory_bytes,
                                  milli_cpus, since)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """)
        .params(
            spec.id(),
            lost.generation(),
            lost.node(),
            lost.publicPort(),
            spec.need().ports(),
            lost.subnet(),
            spec.need().memoryBytes(),
            spec.need().milliCpus(),
            clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  @Override
  public void takeBack(String serverId, Allocation lost) {
    within(() -> {
      allocations.lock();
      restore(serverId, lost);
      return true;
    });
  }

  /// What was stranded is the server's place again; repeated, it finds nothing stranded.
  private void restore(String serverId, Allocation lost) {
    allocations.flush();
    var is = List.of(serverId, lost.generation());
    var known =
        sql.sql("select 1 from stranded where server_id = ? and generation = ?")
            .params(is)
            .query(Integer.class)
            .list();
    if (known.isEmpty()) {
      return;
    }
    sql.sql("delete from allocations where server_id = ?").param(serverId).update();
    sql.sql(
            """
            insert into allocations (server_id, node, port, subnet, memory_bytes, milli_cpus,
                                     generation)
            select server_id, node, port, subnet, memory_bytes, milli_cpus, generation
            from stranded where server_id = ? and generation = ?
            """)
        .params(is)
        .update();
    sql.sql(
            """
            insert into allocated_ports (node, port, server_id)
            select node, generate_series(port, port + ports - 1), server_id
            from stranded where server_id = ? and generation = ?
            """)
        .params(is)
        .update();
    sql.sql("delete from stranded where server_id = ? and generation = ?").params(is).update();
  }

  @Override
  public void forgetStranded(String serverId, Allocation place) {
    within(() ->
        sql.sql("delete from stranded where server_id = ? and generation = ?")
            .params(serverId, place.generation())
            .update());
  }

  @Override
  public void recordBackup(Backup backup) {
    within(() -> {
      var holder = holder(backup);
      if (deleted(holder)) {
        return 0L;
      }
      keep(holder, backup);
      forgetOldFailures(holder);
      BackupNews.of(sql, backup).ifPresent(news::add);
      return servers.tell("server_changed", holder);
    });
  }

  /// Whose backup it is: of one that lies under a deleted server's id, whoever was recovered from
  /// that one.
  private String holder(Backup backup) {
    return sql.sql("select server_id from server_backups where stored_as = ? and backup_id = ?")
        .params(backup.serverId(), backup.id())
        .query(String.class)
        .optional()
        .orElse(backup.serverId());
  }

  private boolean deleted(String serverId) {
    return !sql.sql("select 1 from servers where id = ? and state = 'DELETED'")
        .param(serverId)
        .query(Integer.class)
        .list()
        .isEmpty();
  }

  private void keep(String holder, Backup backup) {
    var archive = backup.archive();
    sql.sql(
            """
            insert into server_backups (server_id, backup_id, state, why, asked_by, node, at,
                                        ended_at, codec, sha256, bytes, world_bytes, reason, locked)
            values (?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?, ?, ?, ?, ?, ?)
            on conflict (server_id, backup_id) do update
            set state = excluded.state, codec = excluded.codec,
                sha256 = excluded.sha256, bytes = excluded.bytes,
                world_bytes = excluded.world_bytes, reason = excluded.reason,
                locked = excluded.locked,
                ended_at = coalesce(server_backups.ended_at, excluded.ended_at)
            """)
        .param(holder)
        .param(backup.id())
        .param(backup.state().name())
        .param(backup.why().name())
        .param(backup.by())
        .param(backup.node())
        .param(backup.at().atOffset(ZoneOffset.UTC))
        .param(
            backup.state() == BackupState.IN_PROGRESS
                ? null
                : clock.instant().atOffset(ZoneOffset.UTC).toString())
        .param(archive == null ? "" : archive.codec())
        .param(archive == null ? "" : archive.sha256())
        .param(archive == null ? 0 : archive.bytes())
        .param(archive == null ? 0 : archive.worldBytes())
        .param(backup.reason())
        .param(backup.locked())
        .update();
  }

  private void forgetOldFailures(String serverId) {
    sql.sql(
            """
            delete from server_backups where server_id = ? and state = 'FAILED' and backup_id in (
              select backup_id from server_backups where server_id = ? and state = 'FAILED'
              order by at desc, backup_id desc offset 10)
            """)
        .params(serverId, serverId)
        .update();
  }

  @Override
  public void forgetBackup(String serverId, String backupId) {
    within(() -> {
      sql.sql("delete from server_backups where server_id = ? and backup_id = ?")
          .params(serverId, backupId)
          .update();
      return servers.tell("server_changed", serverId);
    });
  }

  @Override
  public void release(String serverId) {
    within(() -> {
      // What could not be reached lies there until an operator looks, as any stray does.
      sql.sql("delete from stranded where server_id = ?").param(serverId).update();
      allocations.findById(serverId).ifPresent(allocations::delete);
      sql.sql("delete from schedules where server_id = ?").param(serverId).update();
      return true;
    });
  }

  @Override
  public void record(ServerView view) {
    // The account first, since credits are used while the database is away; and the row whatever
    // came of it. All of it may be done again: numbers tell what is known.
    RuntimeException unheard = null;
    try {
      tell(view);
    } catch (RuntimeException e) {
      unheard = e;
    }
    keepRow(view);
    if (unheard != null) {
      throw unheard;
    }
  }

  @Override
  public void tell(ServerView view) {
    view.meterFacts().forEach(fact -> meters.tell(view.spec().owner(), fact));
  }

  private void keepRow(ServerView view) {
    within(() -> {
      var revision = servers.nextRevision();
      var id = view.spec().id();
      var row = servers.findById(id).orElseGet(() -> ServerRow.of(id));
      if (row.version() < view.version()) {
        write(row, view, revision);
      }
      return true;
    });
  }

  private void write(ServerRow row, ServerView view, long revision) {
    var id = view.spec().id();
    var is = view.state();
    var happened = ServerNews.of(row.state(), row.reason(), row.stateSince(), view);
    if (row.differsFrom(view)) {
      servers.addEvent(id, view.version(), is.since(), is.label(), is.reason(), view.lastChange());
    }
    row.take(view, revision, clock.instant());
    servers.saveAndFlush(row);
    if (is instanceof ServerState.Deleted) {
      forgetTelemetry(id);
    }
    servers.tell("server_changed", id);
    happened.ifPresent(news::add);
  }

  private void forgetTelemetry(String serverId) {
    sql.sql("delete from server_samples where server_id = ?").param(serverId).update();
    sql.sql("delete from server_log_lines where server_id = ?").param(serverId).update();
    sql.sql("delete from server_progress where server_id = ?").param(serverId).update();
    sql.sql("delete from server_backups where server_id = ?").param(serverId).update();
    sql.sql("delete from server_hooks where server_id = ?").param(serverId).update();
  }

  @Override
  public List<ServerBelief> beliefs(String node) {
    return within(() ->
        servers.beliefs(node).stream()
            .map(row -> new ServerBelief(row.getId(), row.getState(), row.getRun()))
            .toList());
  }

  @Override
  public void recordNode(NodeSeen seen) {
    within(() -> {
      servers.saveNode(seen.node(), seen.dockerReachable(), seen.at(), seen.detail());
      return servers.tell("node_changed", seen.node());
    });
  }

  private <T> T within(Supplier<T> work) {
    return java.util.Objects.requireNonNull(transaction.execute(_ -> work.get()));
  }
}
