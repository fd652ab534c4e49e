package dev.overwinter.universe.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// JSON objects of the older paths, which have keys with `null` where nothing is.
final class Fields {
  private Fields() {}

  /// An object of keys and values in turn, in this order.
  static Map<String, @Nullable Object> of(@Nullable Object... pairs) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    for (int at = 0; at < pairs.length; at += 2) {
      fields.put((String) Objects.requireNonNull(pairs[at]), pairs[at + 1]);
    }
    return fields;
  }

  /// A moment as the older paths write it.
  static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
