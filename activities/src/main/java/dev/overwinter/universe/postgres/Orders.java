package dev.overwinter.universe.postgres;

import dev.overwinter.universe.order.Refusal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Table `universe_orders`: each key is answered once. Every method belongs into a transaction that
/// holds the lock of whose order it is.
final class Orders {
  private Orders() {}

  private record Known(String asked, String outcome) {}

  /// Whether a key was used for something else, for what has a row of its own that answers.
  static boolean isOther(JdbcClient sql, String key, long player, Object asked) {
    return sql.sql("select asked from universe_orders where key = ?")
        .param(player + "/" + key)
        .query(String.class)
        .optional()
        .filter(known -> !known.equals(UniverseJson.of(asked)))
        .isPresent();
  }

  /// Keeps what was asked with a key, which has no answer here.
  static void keep(JdbcClient sql, String key, long player, Object asked, Instant at) {
    sql.sql(
            """
            insert into universe_orders (key, player, asked, at, outcome)
            values (?, ?, ?, ?, 'null'::jsonb)
            on conflict (key) do update set asked = excluded.asked, at = excluded.at
            """)
        .params(player + "/" + key, player, UniverseJson.of(asked), Timestamp.from(at))
        .update();
  }

  /// The answer that a key has got, or else a new one that it keeps.
  ///
  /// @param asked what the order is; another one with the same key is refused
  /// @param refused makes a refusal of that kind of answer
  static <T> T answer(
      JdbcClient sql,
      String key,
      long player,
      Object asked,
      Instant at,
      Class<T> type,
      BiFunction<Refusal, String, ? extends T> refused,
      Supplier<T> work) {
    // Of two players the same key is two keys.
    var full = player + "/" + key;
    var text = UniverseJson.of(asked);
    var known =
        sql.sql("select asked, outcome from universe_orders where key = ?")
            .param(full)
            .query((row, _) -> new Known(row.getString("asked"), row.getString("outcome")))
            .optional();
    if (known.isPresent()) {
      return known.get().asked().equals(text)
          ? UniverseJson.read(known.get().outcome(), type)
          : refused.apply(Refusal.KEY_CONFLICT, "the key was used for another order");
    }
    var answer = work.get();
    sql.sql(
            """
            insert into universe_orders (key, player, asked, at, outcome)
            values (?, ?, ?, ?, ?::jsonb)
            """)
        .params(full, player, text, Timestamp.from(at), UniverseJson.of(answer))
        .update();
    return answer;
  }
}
