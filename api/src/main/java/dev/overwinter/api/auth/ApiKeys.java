package dev.overwinter.api.auth;

import dev.overwinter.api.Secrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Keys for programs: each may do a part of what its owner may, for a while, from certain networks.
/// A key is shown once; only its SHA-256 is kept.
@Component
public class ApiKeys {
  /// Most keys of one account.
  public static final int MOST = 50;

  static final String PREFIX = "ow_";
  private static final String TOKEN = "key:";

  private final JdbcClient sql;
  private final FreshProof proof;
  private final Clock clock;

  ApiKeys(JdbcClient sql, FreshProof proof, Clock clock) {
    this.sql = sql;
    this.proof = proof;
    this.clock = clock;
  }

  /// A key as its owner sees it.
  ///
  /// @param id of it, no secret
  /// @param name what its owner calls it
  /// @param scopes what it may do
  /// @param networks where it may come from (CIDR); none: everywhere
  /// @param madeAt since when
  /// @param expiresAt when it ends
  /// @param usedAt when it was last used, to the minute; null for never
  /// @param usedFrom from where
  /// @param refusedAt when it last came from elsewhere; null for never
  /// @param refusedFrom from where
  public record Key(
      String id,
      String name,
      Set<Scope> scopes,
      List<String> networks,
      Instant madeAt,
      Instant expiresAt,
      @Nullable Instant usedAt,
      @Nullable String usedFrom,
      @Nullable Instant refusedAt,
      @Nullable String refusedFrom) {}

  /// A new key and what is shown once.
  ///
  /// @param key what is known of it
  /// @param secret what the program presents
  public record Made(Key key, String secret) {}

  /// Makes a key, for a login that has proved itself of late and lasts. Several at once are counted
  /// one after the other.
  ///
  /// @return empty when the account has too many
  @Transactional
  public Optional<Made> make(
      Actor actor, String name, Set<Scope> scopes, List<String> networks, Duration life) {
    var account = actor.accountId();
    proof.requireAlone(actor);
    if (of(account).size() >= MOST) {
      return Optional.empty();
    }
    var id = UUID.randomUUID().toString();
    var secret = PREFIX + Secrets.random();
    var now = clock.instant();
    sql.sql(
            """
            INSERT INTO api_keys
              (id, account_id, name, hash, scopes, networks, made_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            id,
            account,
            name,
            NodeKeys.hash(secret),
            scopes.stream().map(Scope::id).sorted().toArray(String[]::new),
            networks.toArray(String[]::new),
            utc(now),
            utc(now.plus(life)))
        .update();
    return of(account).stream()
        .filter(key -> key.id().equals(id))
        .findFirst()
        .map(key -> new Made(key, secret));
  }

  /// The keys of an account that are still good, oldest first.
  public List<Key> of(String account) {
    return sql.sql(
            "SELECT * FROM api_keys WHERE account_id = ? AND expires_at > ? ORDER BY made_at, id")
        .params(account, utc(clock.instant()))
        .query((row, _) -> key(row))
        .list();
  }

  /// A key is dead from now on.
  ///
  /// @return whether there was one
  public boolean revoke(String account, String id) {
    return sql.sql("DELETE FROM api_keys WHERE account_id = ? AND id = ?")
            .params(account, id)
            .update()
        > 0;
  }

  /// All keys of an account are dead from now on.
  void revokeAll(String account) {
    sql.sql("DELETE FROM api_keys WHERE account_id = ?").param(account).update();
  }

  /// Forgets what ended long ago.
  void forget() {
    sql.sql("DELETE FROM api_keys WHERE expires_at < ?")
        .param(utc(clock.instant().minus(Duration.ofDays(30))))
        .update();
  }

  private record Found(Key key, Actor actor) {}

  /// Whose key it is, if it may come from there.
  Optional<Actor> actor(String secret, String address) {
    var found = find("k.hash = ?", NodeKeys.hash(secret));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var key = found.get().key();
    boolean allowed =
        key.networks().isEmpty()
            || key.networks().stream()
                .anyMatch(network -> new IpAddressMatcher(network).matches(address));
    note(key.id(), allowed ? "used" : "refused", address);
    return allowed ? Optional.of(found.get().actor()) : Optional.empty();
  }

  /// Whether a key that was let in still would be, for the same.
  boolean stillIn(Actor actor) {
    return find("k.id = ?", actor.tokenId().substring(TOKEN.length()))
        .filter(now -> actor.isStill(now.actor()))
        .isPresent();
  }

  static boolean isKey(Actor actor) {
    return actor.tokenId().startsWith(TOKEN);
  }

  private Optional<Found> find(String where, Object value) {
    return sql.sql(
            """
            SELECT k.*, a.name AS account_name, a.admin, a.operator, a.epoch
              FROM api_keys k JOIN accounts a ON a.id = k.account_id
             WHERE NOT a.disabled AND NOT a.must_change AND k.expires_at > ? AND\
            """
                + " "
                + where)
        .params(utc(clock.instant()), value)
        .query((row, _) -> found(row))
        .optional();
  }

  private static Found found(ResultSet row) throws SQLException {
    var key = key(row);
    return new Found(
        key,
        new Actor(
            row.getString("account_id"),
            row.getString("account_name"),
            row.getBoolean("admin") && key.scopes().contains(Scope.ADMIN),
            false,
            row.getInt("epoch"),
            TOKEN + key.id(),
            key.expiresAt(),
            key.scopes(),
            row.getBoolean("operator")));
  }

  /// To the minute: a busy program must not write at every request.
  private void note(String id, String what, String address) {
    sql.sql(
            """
            UPDATE api_keys SET $_at = :now, $_from = :address
             WHERE id = :id AND ($_at IS NULL OR $_at < :then OR $_from <> :address)
            """
                .replace("$", what))
        .param("now", utc(clock.instant()))
        .param("then", utc(clock.instant().minusSeconds(60)))
        .param("address", address)
        .param("id", id)
        .update();
  }

  private static Key key(ResultSet row) throws SQLException {
    var scopes = EnumSet.noneOf(Scope.class);
    Stream.of((String[]) row.getArray("scopes").getArray())
        .forEach(id -> Scope.of(id).ifPresent(scopes::add));
    return new Key(
        row.getString("id"),
        row.getString("name"),
        scopes,
        List.of((String[]) row.getArray("networks").getArray()),
        row.getObject("made_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        instant(row.getObject("used_at", OffsetDateTime.class)),
        row.getString("used_from"),
        instant(row.getObject("refused_at", OffsetDateTime.class)),
        row.getString("refused_from"));
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }
}
