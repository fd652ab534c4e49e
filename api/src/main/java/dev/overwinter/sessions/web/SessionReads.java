package dev.overwinter.sessions.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.durable.Payloads;
import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.SessionLimits;
import dev.overwinter.sessions.ShareTag;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// All that the api reads about sessions, from the worker's tables. Works while Temporal is away.
@Component
class SessionReads {
  /// With what was heard last, which the row of a session knows only when it was news.
  private static final String ROWS =
      """
      SELECT s.id, s.tag, s.version, s.state, s.reason, s.state_since, s.joinable, s.pool, s.owner,
             s.machine, s.unit, s.droplet_id, s.ipv4, s.region, s.size,
             coalesce(h.clients, s.clients) AS clients, coalesce(h.heard_at, s.heard_at) AS heard_at,
             s.ends_at, s.loose, s.last_change, s.created_at, s.ready_at, s.over_at
        FROM sessions s LEFT JOIN session_heartbeats h ON h.unit = s.unit
      """;

  private static final ObjectMapper PAYLOADS = Payloads.mapper();
  private static final TypeReference<List<Choice>> CHOICES = new TypeReference<>() {};

  private final JdbcClient sql;

  SessionReads(JdbcClient sql) {
    this.sql = sql;
  }

  /// What the worker offers; empty before one was there.
  Optional<Offer> offer() {
    return sql.sql(
            "SELECT provider, choices, house, price_class, session_limits FROM session_offer")
        .query((row, _) ->
            new Offer(
                row.getString("provider"),
                choices(row.getString("choices")),
                row.getString("house"),
                row.getString("price_class"),
                limits(row.getString("session_limits"))))
        .optional();
  }

  private static List<Choice> choices(String json) {
    try {
      return PAYLOADS.readValue(json, CHOICES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("session_offer.choices", e);
    }
  }

  private static SessionLimits limits(String json) {
    try {
      return PAYLOADS.readValue(json, SessionLimits.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("session_offer.session_limits", e);
    }
  }

  /// Where a tag leads; empty for whatever reason.
  Optional<String> address(ShareTag tag) {
    return sql.sql(
            "SELECT ipv4 FROM sessions WHERE tag = ? AND joinable AND ipv4 IS NOT NULL"
                + " AND over_at IS NULL")
        .param(tag.text())
        .query(String.class)
        .optional();
  }

  /// Some that wait for somebody, in no order, so that many who ask at once do not all ask for the
  /// same one.
  List<ShareTag> warm(String region, int most) {
    return sql.sql(
            """
            SELECT tag FROM sessions
             WHERE state = 'WARM' AND over_at IS NULL AND (:region = '' OR region = :region)
             ORDER BY random() LIMIT :most
            """)
        .param("region", region)
        .param("most", most)
        .query((row, _) -> new ShareTag(row.getString("tag")))
        .list();
  }

  /// The session that lives on an operator's own machine.
  Optional<SessionRow> onMachine(String address) {
    return sql.sql(
            ROWS + " WHERE s.machine = ? AND s.over_at IS NULL ORDER BY s.created_at LIMIT 1")
        .param(address)
        .query(SessionRow::of)
        .optional();
  }

  /// Which session a request has got already.
  Optional<ShareTag> byRequest(String owner, String idempotencyKey) {
    return sql.sql("SELECT tag FROM session_requests WHERE owner = ? AND idempotency_key = ?")
        .params(owner, idempotencyKey)
        .query((row, _) -> new ShareTag(row.getString("tag")))
        .optional();
  }

  /// What an actor may see: what lives, and the newest of what is over. Newest first.
  List<SessionRow> list(Actor actor, int most) {
    return sql.sql(
            ROWS
                + """
                 WHERE (:all OR s.owner = :owner)
                 ORDER BY s.over_at IS NULL DESC, s.created_at DESC, s.id LIMIT :most
                """)
        .param("all", actor.admin() || actor.operator())
        .param("owner", actor.name())
        .param("most", most)
        .query(SessionRow::of)
        .list();
  }

  /// The newest session of a tag, or the one of an id, whoever asks.
  Optional<SessionRow> find(String which) {
    if (ShareTag.parse(which).isPresent()) {
      return sql.sql(ROWS + " WHERE s.tag = ? ORDER BY s.created_at DESC LIMIT 1")
          .param(which)
          .query(SessionRow::of)
          .optional();
    }
    return dev.overwinter.sessions.SessionId.parse(which)
        .flatMap(id ->
            sql.sql(ROWS + " WHERE s.id = ?").param(id.text()).query(SessionRow::of).optional());
  }

  /// The same, if an actor may see it.
  Optional<SessionRow> find(Actor actor, String which) {
    return find(which).filter(row -> maySee(actor, row));
  }

  static boolean maySee(Actor actor, SessionRow row) {
    return actor.operator() || actor.mayManage(row.owner());
  }

  /// One step of a session's history.
  ///
  /// @param at when
  /// @param state the state from then on
  /// @param reason one line for people
  /// @param cause who or what
  record Event(Instant at, String state, String reason, String cause) {}

  /// Its newest steps, newest first.
  List<Event> events(String id, int most) {
    return sql.sql(
            """
            SELECT at, state, reason, cause FROM session_events
             WHERE session_id = ? ORDER BY version DESC LIMIT ?
            """)
        .params(id, most)
        .query((row, _) ->
            new Event(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("state"),
                row.getString("reason"),
                row.getString("cause")))
        .list();
  }

  /// Whether an account has said that it cannot pay. One that was never heard of has not.
  boolean isOutOfCredits(String owner) {
    return !sql.sql("SELECT 1 FROM billing_accounts WHERE id = ? AND standing = 'EMPTY'")
        .param(owner)
        .query()
        .listOfRows()
        .isEmpty();
  }

  /// How many sessions that are not over there are in each state.
  Map<String, Integer> countByState() {
    var counts = new TreeMap<String, Integer>();
    sql.sql("SELECT state, count(*) AS n FROM sessions WHERE over_at IS NULL GROUP BY state")
        .query(row -> {
          counts.put(row.getString("state"), row.getInt("n"));
        });
    return counts;
  }
}
