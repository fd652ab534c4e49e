package dev.overwinter.api.auth;

import dev.overwinter.api.Secrets;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Logins that last, in PostgreSQL: each is renewed by a token that is good once. Of the tokens
/// only the SHA-256 is kept (192 random bits: a slow hash would add nothing).
///
/// A token that comes again has lost its answer, or was copied. As long as nobody has used what it
/// got, that is replaced; a token that was replaced, or whose successor was used, is a copy: nobody
/// can tell whose, and the login ends. A browser whose tabs ask at once gets, within 20 seconds, an
/// access token and no second way on.
@Component
class Logins {
  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
  private static final Duration UNUSED = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(180);
  private static final Duration GRACE = Duration.ofSeconds(20);

  /// Most logins of one account; with one more, the one that was used least lately ends.
  static final int MOST = 200;

  /// How many refresh tokens of a login are remembered, to know a copy of one.
  static final int REMEMBERED = 100;

  private final JdbcClient sql;
  private final Clock clock;

  Logins(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// A login and the token that renews it.
  ///
  /// @param id of the login
  /// @param account whose it is
  /// @param refresh what renews it, once; empty when another tab has it
  /// @param expires when it ends if nobody renews it
  record Renewable(String id, String account, String refresh, Instant expires) {}

  /// Begins a login of an account as it was when its owner proved themselves.
  ///
  /// @return empty when its password has changed since, or it was disabled
  @Transactional
  Optional<Renewable> begin(String account, int epoch, Origin origin) {
    var id = UUID.randomUUID().toString();
    var now = clock.instant();
    var expires = now.plus(UNUSED);
    int begun =
        sql.sql(
                """
                INSERT INTO logins
                  (id, account_id, how, agent, address, created_at, last_used_at, expires_at,
                   proved_at)
                SELECT :id, a.id, :how, :agent, :address, :now, :now, :expires, :proved
                  FROM (SELECT id FROM accounts
                         WHERE id = :account AND epoch = :epoch AND NOT disabled FOR SHARE) a
                """)
            .param("id", id)
            .param("account", account)
            .param("epoch", epoch)
            .param("how", origin.how())
            .param("agent", origin.agent())
            .param("address", origin.address())
            .param("now", utc(now))
            .param("expires", utc(expires))
            .param("proved", origin.proof() ? utc(now) : null, Types.TIMESTAMP_WITH_TIMEZONE)
            .update();
    if (begun == 0) {
      return Optional.empty();
    }
    sql.sql(
            """
            UPDATE logins SET ended_at = :now, ended_why = 'too many logins'
             WHERE id IN (SELECT id FROM logins WHERE account_id = :account AND ended_at IS NULL
                           ORDER BY last_used_at DESC, id OFFSET :most)
            """)
        .param("now", utc(now))
        .param("account", account)
        .param("most", MOST)
        .update();
    sql.sql("UPDATE accounts SET last_login_at = ? WHERE id = ?")
        .params(utc(now), account)
        .update();
    return Optional.of(new Renewable(id, account, token(id, now), expires));
  }

  private record Found(
      String session,
      String account,
      @Nullable Instant usedAt,
      @Nullable String successor,
      boolean superseded,
      Instant createdAt,
      Instant expiresAt,
      boolean ended) {}

  /// Renews a login.
  ///
  /// @param browser whether the same token may come twice within a moment
  /// @return empty when the token is no good
  @Transactional
  Optional<Renewable> renew(String refresh, boolean browser, Origin origin) {
    var now = clock.instant();
    var found = find(refresh, " FOR UPDATE OF t").filter(login -> alive(login, now));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var login = found.get();
    if (browser && login.usedAt() != null && now.isBefore(login.usedAt().plus(GRACE))) {
      return Optional.of(new Renewable(login.session(), login.account(), "", login.expiresAt()));
    }
    if (login.superseded() || (login.usedAt() != null && !replaces(login))) {
      end(login.session(), "its refresh token was used twice");
      LOG.warn("a refresh token of account {} was used twice: login ended", login.account());
      return Optional.empty();
    }
    var latest = login.createdAt().plus(LONGEST);
    var expires = now.plus(UNUSED).isBefore(latest) ? now.plus(UNUSED) : latest;
    var next = token(login.session(), now);
    sql.sql(
            """
            UPDATE refresh_tokens SET used_at = coalesce(used_at, ?), successor = ? WHERE hash = ?
            """)
        .params(utc(now), NodeKeys.hash(next), NodeKeys.hash(refresh))
        .update();
    // A copy of one that is forgotten is refused as any guess is.
    sql.sql(
            """
            DELETE FROM refresh_tokens WHERE hash IN
              (SELECT hash FROM refresh_tokens WHERE login_id = ? ORDER BY made_at DESC OFFSET ?)
            """)
        .params(login.session(), REMEMBERED)
        .update();
    sql.sql(
            """
            UPDATE logins SET last_used_at = ?, expires_at = ?, agent = ?, address = ?
             WHERE id = ?
            """)
        .params(utc(now), utc(expires), origin.agent(), origin.address(), login.session())
        .update();
    return Optional.of(new Renewable(login.session(), login.account(), next, expires));
  }

  /// Whether what a token has got was never used, and is not good any more from now on.
  private boolean replaces(Found login) {
    return sql.sql(
                """
                UPDATE refresh_tokens SET superseded = true
                 WHERE hash = decode(?, 'hex') AND used_at IS NULL AND NOT superseded
                """)
            .param(login.successor())
            .update()
        > 0;
  }

  /// The login that a token would renew, without renewing it.
  Optional<String> peek(String refresh) {
    var now = clock.instant();
    return find(refresh, "")
        .filter(login -> alive(login, now))
        .filter(login -> !login.superseded())
        .filter(login -> login.usedAt() == null || now.isBefore(login.usedAt().plus(GRACE)))
        .map(Found::session);
  }

  private Optional<Found> find(String refresh, String lock) {
    return sql.sql(
            """
            SELECT t.login_id, t.used_at, encode(t.successor, 'hex') AS successor, t.superseded,
                   l.account_id, l.created_at, l.expires_at, l.ended_at IS NOT NULL AS ended
              FROM refresh_tokens t JOIN logins l ON l.id = t.login_id WHERE t.hash = :hash
            """
                + lock)
        .param("hash", NodeKeys.hash(refresh))
        .query((row, _) ->
            new Found(
                row.getString("login_id"),
                row.getString("account_id"),
                instant(row.getObject("used_at", OffsetDateTime.class)),
                row.getString("successor"),
                row.getBoolean("superseded"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("ended")))
        .optional();
  }

  private static boolean alive(Found login, Instant now) {
    return !login.ended() && now.isBefore(login.expiresAt());
  }

  /// Who a login belongs to, while it lasts and the account is let in.
  ///
  /// @param account of whom
  /// @param expires when it ends if nobody renews it
  record Holder(
      String account,
      String name,
      boolean admin,
      boolean operator,
      boolean mustChange,
      int epoch,
      Instant expires) {}

  /// See [Holder].
  Optional<Holder> holder(String id) {
    return sql.sql(
            """
            SELECT a.id, a.name, a.admin, a.operator, a.must_change, a.epoch, l.expires_at
              FROM logins l JOIN accounts a ON a.id = l.account_id
             WHERE l.id = :id AND l.ended_at IS NULL AND l.expires_at > :now AND NOT a.disabled
            """)
        .param("id", id)
        .param("now", utc(clock.instant()))
        .query((row, _) ->
            new Holder(
                row.getString("id"),
                row.getString("name"),
                row.getBoolean("admin"),
                row.getBoolean("operator"),
                row.getBoolean("must_change"),
                row.getInt("epoch"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant()))
        .optional();
  }

  /// Ends a login.
  void end(String id, String why) {
    sql.sql("UPDATE logins SET ended_at = ?, ended_why = ? WHERE id = ? AND ended_at IS NULL")
        .params(utc(clock.instant()), why, id)
        .update();
  }

  /// Ends a login of an account.
  ///
  /// @return whether there was one
  boolean end(String account, String id, String why) {
    return sql.sql(
                """
                UPDATE logins SET ended_at = ?, ended_why = ?
                 WHERE id = ? AND account_id = ? AND ended_at IS NULL
                """)
            .params(utc(clock.instant()), why, id, account)
            .update()
        > 0;
  }

  /// Ends every login of an account.
  void endAll(String account, String why) {
    sql.sql(
            """
            UPDATE logins SET ended_at = ?, ended_why = ?
             WHERE account_id = ? AND ended_at IS NULL
            """)
        .params(utc(clock.instant()), why, account)
        .update();
  }

  /// Ends every login of an account but one.
  void endOthers(String account, String kept, String why) {
    sql.sql(
            """
            UPDATE logins SET ended_at = ?, ended_why = ?
             WHERE account_id = ? AND id <> ? AND ended_at IS NULL
            """)
        .params(utc(clock.instant()), why, account, kept)
        .update();
  }

  /// Every login of an account that lasts, latest use first.
  List<Sessions.Login> of(String account) {
    return sql.sql(
            """
            SELECT * FROM logins
             WHERE account_id = :account AND ended_at IS NULL AND expires_at > :now
             ORDER BY last_used_at DESC, id LIMIT 200
            """)
        .param("account", account)
        .param("now", utc(clock.instant()))
        .query((row, _) ->
            new Sessions.Login(
                row.getString("id"),
                row.getString("how"),
                row.getString("agent"),
                row.getString("address"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_used_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /// Forgets what ended long ago.
  void forget() {
    sql.sql("DELETE FROM logins WHERE expires_at < :then OR ended_at < :then")
        .param("then", utc(clock.instant().minus(UNUSED)))
        .update();
  }

  private String token(String session, Instant now) {
    var token = session + "." + Secrets.random();
    sql.sql("INSERT INTO refresh_tokens (hash, login_id, made_at) VALUES (?, ?, ?)")
        .params(NodeKeys.hash(token), session, utc(now))
        .update();
    return token;
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }
}
