package dev.overwinter.sessions.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// A session as the worker's tables show it.
///
/// @param id for good
/// @param tag what players type
/// @param version grows with every change
/// @param state its label, such as `READY`
/// @param reason one line for people; may be empty
/// @param since when it came into that state
/// @param joinable whether its tag leads to its address
/// @param pool the pool that began it; empty for none
/// @param owner whose it is; empty while it is nobody's
/// @param machine address of an operator's own machine; empty on a droplet
/// @param unit what signs for it; empty while there is none
/// @param droplet id of its droplet; 0 for none
/// @param address where it runs; empty while that is not known
/// @param region slug; empty for a machine
/// @param size slug; empty for a machine
/// @param clients who played when it was heard last
/// @param heardAt when that was; null before the first time
/// @param endsAt when it ends if nothing changes; null while that is not foreseen
/// @param loose what is still to be destroyed
/// @param lastChange who or what caused the last change
/// @param createdAt when it was asked for
/// @param readyAt when its lease began; null before
/// @param overAt when nothing was left of it; null before
record SessionRow(
    String id,
    String tag,
    long version,
    String state,
    String reason,
    Instant since,
    boolean joinable,
    String pool,
    String owner,
    String machine,
    String unit,
    long droplet,
    String address,
    String region,
    String size,
    int clients,
    @Nullable Instant heardAt,
    @Nullable Instant endsAt,
    int loose,
    String lastChange,
    Instant createdAt,
    @Nullable Instant readyAt,
    @Nullable Instant overAt) {

  static SessionRow of(ResultSet row, int nth) throws SQLException {
    return new SessionRow(
        row.getString("id"),
        row.getString("tag"),
        row.getLong("version"),
        row.getString("state"),
        row.getString("reason"),
        row.getObject("state_since", OffsetDateTime.class).toInstant(),
        row.getBoolean("joinable"),
        row.getString("pool"),
        text(row, "owner"),
        row.getString("machine"),
        text(row, "unit"),
        row.getLong("droplet_id"),
        text(row, "ipv4"),
        row.getString("region"),
        row.getString("size"),
        row.getInt("clients"),
        at(row, "heard_at"),
        at(row, "ends_at"),
        row.getInt("loose"),
        row.getString("last_change"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        at(row, "ready_at"),
        at(row, "over_at"));
  }

  private static String text(ResultSet row, String column) throws SQLException {
    var text = row.getString(column);
    return text == null ? "" : text;
  }

  static @Nullable Instant at(ResultSet row, String column) throws SQLException {
    var at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  /// Whether it ended, failed or was refused.
  boolean over() {
    return overAt != null;
  }

  /// Whether it runs on a droplet, or may.
  boolean onDroplet() {
    return machine.isEmpty();
  }
}
