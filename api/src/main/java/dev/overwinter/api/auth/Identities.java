package dev.overwinter.api.auth;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Who somebody is elsewhere, and which account that opens. Found by issuer and subject, never by
/// e-mail: a provider may assert any address.
@Component
public class Identities {
  private final JdbcClient sql;
  private final Clock clock;

  Identities(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// Who somebody is elsewhere.
  ///
  /// @param issuer who says so
  /// @param subject what the issuer calls them, for ever
  /// @param provider the issuer's name in our configuration
  /// @param label e-mail or name, for people
  public record Identity(String issuer, String subject, String provider, String label) {
    private static final int MOST = 500;

    public Identity {
      if (issuer.isEmpty()
          || subject.isEmpty()
          || subject.length() > MOST
          || subject.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("identity without issuer or subject");
      }
      label = label.replace('\0', '?');
      label = label.length() > 200 ? label.substring(0, 200) : label;
    }
  }

  /// An identity that opens an account.
  ///
  /// @param id of the link
  /// @param provider the issuer's name in our configuration
  /// @param issuer who says so
  /// @param label e-mail or name, for people
  /// @param linkedAt since when
  /// @param lastUsedAt when it last opened the account
  public record Linked(
      String id,
      String provider,
      String issuer,
      String label,
      Instant linkedAt,
      Instant lastUsedAt) {}

  /// The account that an identity opens.
  Optional<String> account(Identity identity) {
    var account =
        sql.sql(
                """
                UPDATE identities SET last_used_at = :now, label = :label
                 WHERE issuer = :issuer AND subject = :subject RETURNING account_id
                """)
            .param("now", now())
            .param("label", identity.label())
            .param("issuer", identity.issuer())
            .param("subject", identity.subject())
            .query((row, _) -> row.getString("account_id"))
            .list();
    return account.stream().findFirst();
  }

  /// From now on the identity opens the account.
  ///
  /// @return whether it does; not when it opens another one
  boolean link(String accountId, Identity identity) {
    var known = account(identity);
    if (known.isPresent()) {
      return known.get().equals(accountId);
    }
    try {
      sql.sql(
              """
              INSERT INTO identities
                (id, issuer, subject, account_id, provider, label, linked_at, last_used_at)
              VALUES (:id, :issuer, :subject, :account, :provider, :label, :now, :now)
              """)
          .param("id", UUID.randomUUID().toString())
          .param("issuer", identity.issuer())
          .param("subject", identity.subject())
          .param("account", accountId)
          .param("provider", identity.provider())
          .param("label", identity.label())
          .param("now", now())
          .update();
      return true;
    } catch (DuplicateKeyException _) {
      return false;
    }
  }

  /// What opens an account, oldest first.
  public List<Linked> of(String accountId) {
    return sql.sql("SELECT * FROM identities WHERE account_id = ? ORDER BY linked_at, id")
        .param(accountId)
        .query((row, _) ->
            new Linked(
                row.getString("id"),
                row.getString("provider"),
                row.getString("issuer"),
                row.getString("label"),
                row.getObject("linked_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_used_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /// From now on it does not open the account any more.
  ///
  /// @return whether it did
  boolean unlink(String accountId, String id) {
    return sql.sql("DELETE FROM identities WHERE account_id = ? AND id = ?")
            .params(accountId, id)
            .update()
        > 0;
  }

  /// Nobody else changes the ways into an account until the transaction ends.
  void lock(String accountId) {
    sql.sql("SELECT 1 FROM accounts WHERE id = ? FOR NO KEY UPDATE")
        .param(accountId)
        .query()
        .listOfRows();
  }

  /// Whether a device of its owner opens an account, too.
  boolean hasPasskey(String accountId) {
    return !sql.sql("SELECT 1 FROM passkeys WHERE account_id = ? LIMIT 1")
        .param(accountId)
        .query()
        .listOfRows()
        .isEmpty();
  }

  /// Whether a journey arrives for the first time. Safe against two at once.
  ///
  /// @param hash of what only this journey has
  boolean firstArrival(byte[] hash, Instant expires) {
    sql.sql("DELETE FROM used_journeys WHERE expires_at < ?").param(now()).update();
    return sql.sql("INSERT INTO used_journeys VALUES (?, ?) ON CONFLICT DO NOTHING")
            .params(hash, expires.atOffset(ZoneOffset.UTC))
            .update()
        > 0;
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
