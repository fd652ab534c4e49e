package dev.overwinter.rooms.postgres;

import dev.overwinter.durable.KeyRing;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Seals rooms anew that are under another key than the one that writes, also those that are over
/// and in which nothing happens any more: else a key that was rotated would be needed for ever.
/// Thread-safe.
final class Resealing {
  private static final Logger log = LoggerFactory.getLogger(Resealing.class);
  private static final int AT_ONCE = 200;

  private final JdbcClient sql;
  private final TransactionOperations transaction;
  private final KeyRing keys;

  Resealing(JdbcClient sql, TransactionOperations transaction, KeyRing keys) {
    this.sql = sql;
    this.transaction = transaction;
    this.keys = keys;
  }

  /// A page of rooms.
  ///
  /// @param last id of it; empty when there are no more
  /// @param sealed how many of them were sealed anew
  private record Page(String last, long sealed) {}

  private record Row(String id, String state) {}

  /// All of them, a page a transaction.
  ///
  /// @return how many; without those that no key here opens, which stay as they are
  long run() {
    var sealed = 0L;
    var page = new Page("", 0);
    do {
      var after = page.last();
      page = Objects.requireNonNull(transaction.execute(_ -> page(after)));
      sealed += page.sealed();
    } while (!page.last().isEmpty());
    return sealed;
  }

  private Page page(String after) {
    var rows =
        sql.sql(
                """
                select id, state from rooms where id > ? and not starts_with(state, ?)
                order by id limit ? for no key update
                """)
            .params(List.of(after, "ring:" + keys.writing() + ":", AT_ONCE))
            .query((row, _) -> new Row(row.getString("id"), row.getString("state")))
            .list();
    var sealed = rows.stream().filter(this::seal).count();
    return new Page(rows.isEmpty() ? "" : rows.getLast().id(), sealed);
  }

  private boolean seal(Row row) {
    try {
      var anew = keys.seal(row.id(), keys.open(row.id(), row.state()));
      sql.sql("update rooms set state = ? where id = ?").params(anew, row.id()).update();
      return true;
    } catch (IllegalArgumentException unknown) {
      log.warn("room {} stays sealed as it is: {}", row.id(), unknown.getMessage());
      return false;
    }
  }
}
