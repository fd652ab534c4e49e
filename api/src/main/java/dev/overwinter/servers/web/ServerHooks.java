package dev.overwinter.servers.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.notices.DeliveryRules;
import dev.overwinter.notices.HookFormat;
import dev.overwinter.notices.NewsKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// All that the api reads about hooks and what was sent to them, from the worker's tables. URLs and
/// secrets are never among it.
@Component
class ServerHooks {
  private static final int SHOWN = 100;

  private final JdbcClient sql;

  ServerHooks(JdbcClient sql) {
    this.sql = sql;
  }

  /// A hook, without its secrets.
  ///
  /// @param id unique
  /// @param name for people
  /// @param format `webhook` or `discord`
  /// @param url where it leads, without its path, which may be a secret
  /// @param events what it is told of
  /// @param state ACTIVE or PAUSED
  /// @param reason why it is paused; empty otherwise
  /// @param madeBy who gave it its address
  /// @param createdAt since when there is one
  /// @param failed attempts since one has succeeded
  /// @param waiting deliveries that wait
  /// @param nextAt when the next attempt is due; null when none is
  record Json(
      String id,
      String name,
      String format,
      String url,
      List<String> events,
      String state,
      String reason,
      @JsonProperty("made_by") String madeBy,
      @JsonProperty("created_at") Instant createdAt,
      int failed,
      int waiting,
      @JsonProperty("next_at") @Nullable Instant nextAt) {

    boolean isTold(NewsKind kind) {
      return events.contains(kind.id());
    }

    /// Whether it is not paused. Public, since templates call it.
    public boolean active() {
      return state.equals("ACTIVE");
    }

    /// Whether its requests are signed. Public, since templates call it.
    public boolean signed() {
      return format.equals(HookFormat.WEBHOOK.id());
    }
  }

  /// One attempt at a delivery.
  ///
  /// @param number counts from 1
  /// @param at when
  /// @param status of HTTP; 0 when there was none
  /// @param millis how long it took
  /// @param said the beginning of the answer, or why there was none
  record Attempt(int number, Instant at, int status, long millis, String said) {

    /// What came of it, for people. Public, since templates call it.
    public String words() {
      var what = status == 0 ? said : said.isEmpty() ? "" + status : status + " " + said;
      return what + " (" + millis + " ms)";
    }
  }

  /// One news on its way to a hook, or at its end.
  ///
  /// @param id stays the same however often it is sent
  /// @param event what happened
  /// @param at when it happened
  /// @param text what people read
  /// @param state WAITING, DELIVERED, GIVEN_UP after three days, or DROPPED when too many waited
  /// @param queuedAt since when it waits
  /// @param endedAt when it was delivered or given up; null while it waits
  /// @param attempts how often it was sent
  /// @param tries the last twenty of them, oldest first
  record Delivery(
      String id,
      String event,
      Instant at,
      String text,
      String state,
      @JsonProperty("queued_at") Instant queuedAt,
      @JsonProperty("ended_at") @Nullable Instant endedAt,
      int attempts,
      List<Attempt> tries) {

    /// Its state for people. Public, since templates call it.
    public String label() {
      var words = state.replace('_', ' ').toLowerCase(Locale.ROOT);
      return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
  }

  /// The hooks of a server, oldest first.
  List<Json> of(String serverId) {
    return sql.sql(
            """
            SELECT h.*, (SELECT count(*) FROM notice_deliveries d
                          WHERE d.hook_id = h.id AND d.state = 'WAITING') AS waiting
              FROM server_hooks h WHERE server_id = ? ORDER BY created_at, id
            """)
        .param(serverId)
        .query((row, _) -> hook(row))
        .list();
  }

  /// One of them.
  Optional<Json> find(String serverId, String hook) {
    return of(serverId).stream().filter(one -> one.id().equals(hook)).findFirst();
  }

  private static Json hook(ResultSet row) throws SQLException {
    var kinds = (String[]) row.getArray("kinds").getArray();
    return new Json(
        row.getString("id"),
        row.getString("name"),
        HookFormat.valueOf(row.getString("format")).id(),
        row.getString("shown"),
        Stream.of(kinds).map(kind -> NewsKind.valueOf(kind).id()).toList(),
        row.getString("state"),
        row.getString("reason"),
        row.getString("made_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getInt("failed"),
        row.getInt("waiting"),
        instant(row, "due_at"));
  }

  /// What was, is and will be sent to a hook, newest first: the last hundred.
  List<Delivery> deliveries(String hook) {
    var tries = new LinkedHashMap<String, List<Attempt>>();
    sql.sql(
            """
            SELECT a.* FROM notice_attempts a
              JOIN (SELECT id FROM notice_deliveries WHERE hook_id = ?
                     ORDER BY place DESC LIMIT ?) d ON d.id = a.delivery_id
             ORDER BY a.number
            """)
        .params(hook, SHOWN)
        .query(row -> {
          tries
              .computeIfAbsent(row.getString("delivery_id"), _ -> new ArrayList<>())
              .add(
                  new Attempt(
                      row.getInt("number"),
                      row.getObject("at", OffsetDateTime.class).toInstant(),
                      row.getInt("status"),
                      row.getLong("millis"),
                      row.getString("said")));
        });
    return sql.sql("SELECT * FROM notice_deliveries WHERE hook_id = ? ORDER BY place DESC LIMIT ?")
        .params(hook, SHOWN)
        .query((row, _) ->
            delivery(row, List.copyOf(tries.getOrDefault(row.getString("id"), List.of()))))
        .list();
  }

  private static Delivery delivery(ResultSet row, List<Attempt> tries) throws SQLException {
    var kind = NewsKind.valueOf(row.getString("kind"));
    var detail = row.getString("detail");
    var text = row.getString("server_name") + " " + kind.words();
    return new Delivery(
        row.getString("id"),
        kind.id(),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        detail.isEmpty() ? text : text + ": " + detail,
        row.getString("state"),
        row.getObject("queued_at", OffsetDateTime.class).toInstant(),
        instant(row, "ended_at"),
        row.getInt("attempts"),
        tries);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  /// Whether no more may wait for a hook.
  static boolean isFull(Json hook) {
    return hook.waiting() >= DeliveryRules.MOST_WAITING;
  }
}
