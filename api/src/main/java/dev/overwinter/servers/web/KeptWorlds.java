package dev.overwinter.servers.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.servers.ServerSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads what is kept of deleted servers.
@Component
class KeptWorlds {
  private final JdbcClient sql;

  KeptWorlds(JdbcClient sql) {
    this.sql = sql;
  }

  /// The world of a deleted server.
  ///
  /// @param server the deleted server's id, by which it is recovered
  /// @param name what the server was called
  /// @param owner whose it is
  /// @param game its game's id
  /// @param worldAt since when the newest backup's world was at rest: what happened later is lost
  /// @param bytes of all its archives
  /// @param deletedAt when its server was deleted
  /// @param until when it goes by itself
  /// @param lacks why something is missing in it; empty when nothing is
  /// @param state KEPT, RECOVERING or REMOVING
  /// @param recoveredAs the server that is being made of it; empty unless RECOVERING
  /// @param note why it could not be recovered when somebody last tried; empty otherwise
  /// @param attempts how often that was tried in vain
  /// @param spec what the server was; never shown, since it holds what others may not know
  record Kept(
      String server,
      String name,
      String owner,
      String game,
      @JsonProperty("world_at") Instant worldAt,
      long bytes,
      @JsonProperty("deleted_at") Instant deletedAt,
      Instant until,
      String lacks,
      String state,
      @JsonProperty("recovered_as") String recoveredAs,
      String note,
      @JsonIgnore int attempts,
      @JsonIgnore ServerSpec spec) {

    /// Whether it can be recovered or removed now. Public, since templates call it.
    @JsonIgnore
    public boolean idle() {
      return state.equals("KEPT");
    }
  }

  /// What an actor may recover, the newest first.
  List<Kept> list(Actor actor) {
    return sql.sql(
            """
            SELECT * FROM kept_worlds WHERE (:all OR owner = :owner) AND state <> 'REMOVING'
             ORDER BY deleted_at DESC, server_id LIMIT 1000
            """)
        .param("all", actor.admin())
        .param("owner", actor.name())
        .query((row, _) -> kept(row))
        .list();
  }

  /// One that an actor may recover.
  Optional<Kept> find(Actor actor, String server) {
    return sql.sql("SELECT * FROM kept_worlds WHERE server_id = ?")
        .param(server)
        .query((row, _) -> kept(row))
        .optional()
        .filter(kept -> actor.mayManage(kept.owner()));
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        row.getString("server_id"),
        row.getString("name"),
        row.getString("owner"),
        row.getString("game"),
        at(row, "world_at"),
        row.getLong("bytes"),
        at(row, "deleted_at"),
        at(row, "until"),
        row.getString("lacks"),
        row.getString("state"),
        row.getString("recovered_as"),
        row.getString("note"),
        row.getInt("attempts"),
        ServerRowMapper.spec(row.getString("spec")));
  }

  private static Instant at(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
