package dev.overwinter.servers.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.catalogue.Channels;
import dev.overwinter.durable.Payloads;
import dev.overwinter.servers.ConsoleDoor;
import dev.overwinter.servers.ConsoleLine;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.Untold;
import dev.overwinter.servers.telemetry.LogBuffer;
import dev.overwinter.servers.workflow.ConsoleRecordActivities;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/// Consoles in PostgreSQL. Thread-safe; each method is one transaction.
public final class PostgresConsoleRecordActivities implements ConsoleRecordActivities {
  private static final ObjectMapper SPECS = Payloads.mapper();
  private static final ConsoleDoor GONE =
      new ConsoleDoor.Closed(Untold.GONE, "there is no such server");

  private final JdbcTemplate sql;
  private final TransactionOperations transaction;

  PostgresConsoleRecordActivities(JdbcTemplate sql, TransactionOperations transaction) {
    this.sql = sql;
    this.transaction = transaction;
  }

  @Override
  public ConsoleDoor door(String serverId) {
    return sql
        .query(
            """
            select s.state, s.spec, a.node, a.port, a.subnet, a.generation
            from servers s left join allocations a on a.server_id = s.id
            where s.id = ? and s.state <> 'DELETED'
            """,
            (row, _) -> door(row),
            serverId)
        .stream()
        .findFirst()
        .orElse(GONE);
  }

  private static ConsoleDoor door(ResultSet row) throws SQLException {
    var spec = spec(row.getString("spec"));
    if (spec.template().channels().command() == Channels.Command.NONE) {
      return new ConsoleDoor.Closed(Untold.NO_CONSOLE, "its game takes no commands");
    }
    if (!row.getString("state").equals("AWAKE") || row.getString("node") == null) {
      return new ConsoleDoor.Closed(Untold.NOT_AWAKE, "it is not awake");
    }
    return new ConsoleDoor.Open(
        new ContainerOrder(
            spec.id(),
            spec.template(),
            row.getString("subnet"),
            spec.joining().proxyProtocol(),
            row.getInt("port"),
            row.getInt("generation")),
        row.getString("node"));
  }

  private static ServerSpec spec(String json) {
    try {
      return SPECS.readValue(json, ServerSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a server's spec cannot be read", e);
    }
  }

  @Override
  public void show(List<ConsoleLine> lines) {
    transaction.executeWithoutResult(_ -> {
      for (var line : lines) {
        sql.update(
            """
            insert into server_log_lines (server_id, at_nanos, line, voice, said_by)
            select ?, ?, ?, ?, ? where exists
              (select 1 from servers where id = ? and state <> 'DELETED')
            on conflict do nothing
            """,
            line.serverId(),
            line.atNanos(),
            LogBuffer.clean(line.line()),
            line.voice().name().toLowerCase(Locale.ROOT),
            line.by(),
            line.serverId());
      }
      lines.stream()
          .map(ConsoleLine::serverId)
          .distinct()
          .forEach(id -> sql.query("select pg_notify('server_log', ?)", _ -> {}, id));
    });
  }
}
