package dev.overwinter.sessions.postgres;

import dev.overwinter.durable.Seal;
import dev.overwinter.sessions.Unit;
import dev.overwinter.sessions.digitalocean.UnitKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Keys in rows, sealed where the installation has a seal. Reads the key of the seal anew each
/// time, so that a new one needs no restart. Thread-safe.
public final class PostgresUnitKeys implements UnitKeys {
  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient sql;
  private final @Nullable Path sealKeyFile;

  PostgresUnitKeys(JdbcClient sql, @Nullable Path sealKeyFile) {
    this.sql = sql;
    this.sealKeyFile = sealKeyFile;
  }

  @Override
  public String keyOf(Unit unit) {
    issue(unit);
    var kept =
        sql.sql(
                """
                select sealed from session_keys where unit = ? and valid_until is null
                order by generation desc limit 1
                """)
            .param(unit.text())
            .query(String.class)
            .optional()
            .orElseThrow(() -> new IllegalStateException("the session of " + unit + " is over"));
    return Seal.isSealed(kept) ? seal().open(unit.text(), kept) : kept;
  }

  /// A unit has a key from now on. Safe to repeat.
  void issue(Unit unit) {
    var random = new byte[KEY_BYTES];
    RANDOM.nextBytes(random);
    var key = HexFormat.of().formatHex(random);
    sql.sql(
            """
            insert into session_keys (unit, generation, session_id, sealed)
            values (?, 1, ?, ?) on conflict do nothing
            """)
        .params(
            unit.text(),
            unit.session().text(),
            sealKeyFile == null ? key : seal().seal(unit.text(), key))
        .update();
  }

  private Seal seal() {
    var file = sealKeyFile;
    if (file == null) {
      throw new IllegalStateException("a key is sealed and this worker has nothing to open it");
    }
    try {
      return Seal.of(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
