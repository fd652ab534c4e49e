package dev.overwinter.api.auth;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// What [LoginThrottle] counts, in PostgreSQL: the same for every api process, and over restarts.
@Component
class Tries {
  private static final Duration PROOFS = Duration.ofDays(90);

  private final JdbcClient sql;
  private final TransactionTemplate transactions;

  Tries(JdbcClient sql, TransactionTemplate transactions) {
    this.sql = sql;
    this.transactions = transactions;
  }

  /// How many tries a key may have.
  ///
  /// @param most in a window
  /// @param window since the first of them
  record Limit(int most, Duration window) {}

  /// Does something while nobody else counts these keys, in no process. Two that want several keys
  /// take them in one order, so that neither waits for ever.
  void alone(Collection<String> keys, Runnable work) {
    transactions.executeWithoutResult(_ -> {
      keys.stream()
          .map(key -> ByteBuffer.wrap(NodeKeys.hash(key)).getLong())
          .sorted()
          .forEach(
              lock -> sql.sql("SELECT pg_advisory_xact_lock(?)").param(lock).query().listOfRows());
      work.run();
    });
  }

  /// How long until a key has fewer tries than its limit; only of those that have not.
  Map<String, Duration> pauses(Map<String, Limit> limits, Instant now) {
    var keys = new LinkedHashMap<String, String>();
    limits.keySet().forEach(key -> keys.put(HexFormat.of().formatHex(NodeKeys.hash(key)), key));
    var pauses = new LinkedHashMap<String, Duration>();
    sql.sql(
            """
            SELECT encode(key, 'hex') AS hash, tries, ends_at FROM login_tries
             WHERE key = ANY (:keys) AND ends_at > :now
            """)
        .param("keys", limits.keySet().stream().map(NodeKeys::hash).toArray(byte[][]::new))
        .param("now", utc(now))
        .query(row -> {
          var key = keys.get(row.getString("hash"));
          var limit = limits.get(key);
          if (key != null && limit != null && row.getInt("tries") >= limit.most()) {
            var until = row.getObject("ends_at", OffsetDateTime.class).toInstant();
            pauses.put(key, Duration.between(now, until));
          }
        });
    return pauses;
  }

  /// Counts one, and says how many there are now.
  int count(String key, Duration window, Instant now) {
    return sql.sql(
            """
            INSERT INTO login_tries AS t (key, tries, first_at, ends_at)
              VALUES (:key, 1, :now, :end) ON CONFLICT (key) DO UPDATE SET
                tries = CASE WHEN t.ends_at > :now THEN t.tries + 1 ELSE 1 END,
                first_at = CASE WHEN t.ends_at > :now THEN t.first_at ELSE :now END,
                ends_at = CASE WHEN t.ends_at > :now THEN t.ends_at ELSE :end END
            RETURNING tries
            """)
        .param("key", NodeKeys.hash(key))
        .param("now", utc(now))
        .param("end", utc(now.plus(window)))
        .query((row, _) -> row.getInt("tries"))
        .single();
  }

  /// How many of a key count now.
  int counted(String key, Instant now) {
    return sql.sql("SELECT tries FROM login_tries WHERE key = ? AND ends_at > ?")
        .params(NodeKeys.hash(key), utc(now))
        .query((row, _) -> row.getInt("tries"))
        .optional()
        .orElse(0);
  }

  void uncount(String key) {
    sql.sql("UPDATE login_tries SET tries = tries - 1 WHERE key = ? AND tries > 0")
        .param(NodeKeys.hash(key))
        .update();
  }

  void prove(String key, Instant now) {
    sql.sql(
            """
            INSERT INTO login_proofs VALUES (:key, :now)
              ON CONFLICT (key) DO UPDATE SET at = :now
            """)
        .param("key", NodeKeys.hash(key))
        .param("now", utc(now))
        .update();
  }

  boolean proved(String key) {
    return !sql.sql("SELECT 1 FROM login_proofs WHERE key = ?")
        .param(NodeKeys.hash(key))
        .query()
        .listOfRows()
        .isEmpty();
  }

  /// Leaves a word in the audit about what nobody has achieved.
  void tell(String address, String action, String target, Instant now) {
    sql.sql(
            """
            INSERT INTO audit (at, actor, address, action, target, result)
            VALUES (?, 'nobody', ?, ?, ?, 429)
            """)
        .params(utc(now), address, action, target)
        .update();
  }

  /// Forgets what does not count any more.
  void forget(Instant now) {
    sql.sql("DELETE FROM login_tries WHERE ends_at < ?").param(utc(now)).update();
    sql.sql("DELETE FROM login_proofs WHERE at < ?").param(utc(now.minus(PROOFS))).update();
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
