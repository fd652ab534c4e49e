package dev.overwinter.servers.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.Payloads;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.ServerSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/// Rows to records.
final class ServerRowMapper implements RowMapper<ServerRow> {
  private static final ObjectMapper SPECS = Payloads.mapper();

  @Override
  public ServerRow mapRow(ResultSet row, int number) throws SQLException {
    return new ServerRow(
        spec(row.getString("spec")),
        row.getString("state"),
        row.getString("reason"),
        instant(row, "state_since"),
        row.getLong("revision"),
        row.getObject("public_port", Integer.class),
        endpoint(row),
        row.getBoolean("occupied"),
        optionalInstant(row, "empty_since"),
        optionalInstant(row, "hibernates_at"),
        row.getLong("last_start_ms"),
        row.getString("last_change"),
        instant(row, "created_at"),
        text(row, "node"),
        node(row),
        row.getObject("sample_at") == null ? null : sample(row, "sample_at"));
  }

  static ServerSpec spec(String json) {
    try {
      return SPECS.readValue(json, ServerSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a server's spec cannot be read", e);
    }
  }

  static String json(ServerSpec spec) {
    try {
      return SPECS.writeValueAsString(spec);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a server's spec cannot be written", e);
    }
  }

  static @Nullable Endpoint endpoint(ResultSet row) throws SQLException {
    @Nullable String host = row.getString("endpoint_host");
    return host == null || !"AWAKE".equals(row.getString("state"))
        ? null
        : new Endpoint(host, row.getInt("endpoint_port"));
  }

  static ServerRow.Sample sample(ResultSet row, String at) throws SQLException {
    return new ServerRow.Sample(
        instant(row, at),
        row.getInt("cpu_milli"),
        row.getLong("memory_bytes"),
        row.getObject("players_online", Integer.class),
        row.getObject("players_max", Integer.class));
  }

  static ServerReads.LogLine line(ResultSet row) throws SQLException {
    long nanos = row.getLong("at_nanos");
    return new ServerReads.LogLine(
        row.getLong("id"),
        Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000),
        row.getString("line"),
        row.getString("voice"),
        row.getString("said_by"));
  }

  /// A node whose worker is silent is out of sight even if its engine was fine when last heard.
  private static ServerRow.NodeSight node(ResultSet row) throws SQLException {
    var host = text(row, "node_host");
    var state = text(row, "node_state");
    if (state.equals("LOST") || (state.equals("UNKNOWN") && row.getLong("node_version") > 0)) {
      return new ServerRow.NodeSight(
          false, optionalInstant(row, "node_state_since"), "its node is silent", host);
    }
    var seen = optionalInstant(row, "node_since");
    // A node that has only just joined has not been asked yet: that is no bad news.
    boolean unreachable =
        Boolean.FALSE.equals(row.getObject("docker_reachable", Boolean.class))
            && seen != null
            && seen.isAfter(Instant.EPOCH);
    var detail = text(row, "node_detail");
    return new ServerRow.NodeSight(
        !unreachable,
        seen,
        unreachable ? "its Docker engine cannot be reached: " + detail : detail,
        host);
  }

  private static String text(ResultSet row, String column) throws SQLException {
    @Nullable String text = row.getString(column);
    return text == null ? "" : text;
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant optionalInstant(ResultSet row, String column)
      throws SQLException {
    @Nullable OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
