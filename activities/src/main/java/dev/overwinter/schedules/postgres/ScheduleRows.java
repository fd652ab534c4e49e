package dev.overwinter.schedules.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.Payloads;
import dev.overwinter.schedules.Plan;
import dev.overwinter.schedules.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The rows of schedules whose servers there are. Thread-safe.
public final class ScheduleRows {
  private static final ObjectMapper JSON = Payloads.mapper();
  private static final TypeReference<List<Step>> STEPS = new TypeReference<>() {};
  private static final String OF_LIVING =
      """
      select schedules.* from schedules
       where not exists (
         select from servers where servers.id = server_id and servers.state = 'DELETED')
      """;

  private final JdbcClient sql;

  /// Reads with this client.
  public ScheduleRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// One row.
  ///
  /// @param server whose
  /// @param id which of its schedules
  /// @param version grows with every change
  /// @param plan what it does when
  /// @param active whether it is not paused
  /// @param madeBy on whose behalf it runs
  public record Row(
      String server, String id, long version, Plan plan, boolean active, String madeBy) {}

  /// One of them.
  public Optional<Row> find(String server, String id) {
    return sql.sql(OF_LIVING + " and server_id = ? and id = ?")
        .params(server, id)
        .query((row, _) -> read(row))
        .optional();
  }

  /// All of them, by server and id.
  public List<Row> all() {
    return sql.sql(OF_LIVING + " order by server_id, id").query((row, _) -> read(row)).list();
  }

  private static Row read(ResultSet row) throws SQLException {
    var plan =
        new Plan(
            row.getString("name"),
            row.getString("cron"),
            row.getString("zone"),
            row.getBoolean("only_if_empty"),
            steps(row.getString("steps")));
    return new Row(
        row.getString("server_id"),
        row.getString("id"),
        row.getLong("version"),
        plan,
        row.getBoolean("active"),
        row.getString("made_by"));
  }

  private static List<Step> steps(String json) {
    try {
      return JSON.readValue(json, STEPS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("steps of a schedule cannot be read", e);
    }
  }

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
