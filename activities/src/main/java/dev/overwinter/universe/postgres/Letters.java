package dev.overwinter.universe.postgres;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a transaction tells players: events for open sockets, notifications and messages. Written
/// at its end, since cursors are locked last. Confined to its transaction.
final class Letters {
  /// As many notifications are kept, as the contract says.
  private static final int KEPT = 100;

  /// Of each other folder, so that nobody's letters fill the disk.
  private static final int KEPT_LETTERS = 1_000;

  private final JdbcClient sql;
  private final SortedMap<Long, List<Event>> events = new TreeMap<>();
  private final SortedMap<Long, List<Letter>> letters = new TreeMap<>();

  Letters(JdbcClient sql) {
    this.sql = sql;
  }

  private record Event(String type, Map<String, ?> payload, Instant at) {}

  private record Letter(
      String folder,
      String type,
      @Nullable Long sender,
      Map<String, ?> payload,
      String priority,
      Instant at) {}

  /// Sockets are told.
  void event(long player, String type, Map<String, ?> payload, Instant at) {
    events.computeIfAbsent(player, _ -> new ArrayList<>()).add(new Event(type, payload, at));
  }

  /// A notification is left.
  ///
  /// @param priority info, normal, warning or critical
  void notice(long player, String type, Map<String, ?> payload, String priority, Instant at) {
    letters
        .computeIfAbsent(player, _ -> new ArrayList<>())
        .add(new Letter("notification", type, null, payload, priority, at));
  }

  /// Somebody writes.
  ///
  /// @param folder message or circular
  void message(long player, long sender, String folder, String subject, String body, Instant at) {
    letters
        .computeIfAbsent(player, _ -> new ArrayList<>())
        .add(
            new Letter(
                folder, folder, sender, Map.of("subject", subject, "body", body), "normal", at));
    event(player, folder, Map.of("sender_user_id", sender, "subject", subject), at);
  }

  /// Writes all of it.
  void send() {
    letters.forEach((player, list) -> {
      list.forEach(letter -> insert(player, letter));
      list.stream().map(Letter::folder).distinct().forEach(folder -> dropOld(player, folder));
    });
    events.forEach(this::send);
  }

  private void insert(long player, Letter letter) {
    sql.sql(
            """
            insert into universe_messages
              (player, folder, type, sender, payload, priority, created_at)
            values (?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .param(player)
        .param(letter.folder())
        .param(letter.type())
        .param(letter.sender())
        .param(UniverseJson.of(letter.payload()))
        .param(letter.priority())
        .param(Timestamp.from(letter.at()))
        .update();
  }

  private void dropOld(long player, String folder) {
    sql.sql(
            """
            delete from universe_messages where player = :player and folder = :folder
              and id <= (select id from universe_messages
                where player = :player and folder = :folder
                order by id desc offset :kept limit 1)
            """)
        .param("player", player)
        .param("folder", folder)
        .param("kept", folder.equals("notification") ? KEPT : KEPT_LETTERS)
        .update();
  }

  /// The row of the cursor stays locked until the commit: whoever comes next gets later cursors and
  /// commits later.
  private void send(long player, List<Event> list) {
    var cursor =
        sql.sql(
                    """
                    insert into universe_cursors (player, last) values (:player, :count)
                    on conflict (player) do update set last = universe_cursors.last + :count
                    returning last
                    """)
                .param("player", player)
                .param("count", list.size())
                .query(Long.class)
                .single()
            - list.size();
    for (var event : list) {
      cursor++;
      sql.sql(
              """
              insert into universe_events (player, cursor, type, payload, at)
              values (?, ?, ?, ?::jsonb, ?)
              """)
          .params(
              player,
              cursor,
              event.type(),
              UniverseJson.of(event.payload()),
              Timestamp.from(event.at()))
          .update();
    }
    sql.sql("select pg_notify('universe_event', ?)").param(Long.toString(player)).query(_ -> {});
  }
}
