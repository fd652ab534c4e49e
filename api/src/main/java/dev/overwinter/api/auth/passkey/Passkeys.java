package dev.overwinter.api.auth.passkey;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.Arrivals;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The passkeys of accounts, in PostgreSQL.
@Component
public class Passkeys implements UserCredentialRepository {
  private final JdbcClient sql;
  private final Arrivals arrivals;

  Passkeys(JdbcClient sql, Arrivals arrivals) {
    this.sql = sql;
    this.arrivals = arrivals;
  }

  /// A passkey as its owner sees it.
  ///
  /// @param id of it, Base64url
  /// @param label what its owner calls it
  /// @param madeAt since when
  /// @param usedAt when it was last used
  public record Passkey(String id, String label, Instant madeAt, Instant usedAt) {}

  /// Those of an account, oldest first.
  public List<Passkey> of(String account) {
    return sql.sql("SELECT * FROM passkeys WHERE account_id = ? ORDER BY made_at, id")
        .param(account)
        .query((row, _) ->
            new Passkey(
                new Bytes(row.getBytes("id")).toBase64UrlString(),
                row.getString("label"),
                instant(row, "made_at"),
                instant(row, "used_at")))
        .list();
  }

  /// Forgets one of somebody's, unless it is their only way in.
  ///
  /// @throws Problem (404) when there is none, (409) when it is the only way in
  @Transactional
  public void forget(Actor actor, String id) {
    arrivals.alone(actor.accountId());
    var mine = of(actor.accountId());
    if (mine.stream().noneMatch(key -> key.id().equals(id))) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is no such passkey");
    }
    if (mine.size() == 1 && !arrivals.hasOtherWay(actor.accountId())) {
      throw Problem.of(
          HttpStatus.CONFLICT, "It is the only way into your account: choose a password first.");
    }
    delete(Bytes.fromBase64(id));
  }

  @Override
  public void delete(Bytes id) {
    sql.sql("DELETE FROM passkeys WHERE id = ?").param(id.getBytes()).update();
  }

  @Override
  public void save(CredentialRecord key) {
    sql.sql(
            """
            INSERT INTO passkeys VALUES (:id, :account, :label, :key, :count, :transports,
              :eligible, :backed, :attestation, :client, :made, :used)
            ON CONFLICT (id) DO UPDATE
              SET signature_count = :count, backed_up = :backed, used_at = :used
            """)
        .param("id", key.getCredentialId().getBytes())
        .param("account", text(key.getUserEntityUserId()))
        .param("label", key.getLabel())
        .param("key", key.getPublicKey().getBytes())
        .param("count", key.getSignatureCount())
        .param(
            "transports",
            key.getTransports().stream()
                .map(AuthenticatorTransport::getValue)
                .toArray(String[]::new))
        .param("eligible", key.isBackupEligible())
        .param("backed", key.isBackupState())
        .param("attestation", bytes(key.getAttestationObject()))
        .param("client", bytes(key.getAttestationClientDataJSON()))
        .param("made", key.getCreated().atOffset(ZoneOffset.UTC))
        .param("used", key.getLastUsed().atOffset(ZoneOffset.UTC))
        .update();
  }

  @Override
  public @Nullable CredentialRecord findByCredentialId(Bytes id) {
    return sql.sql("SELECT * FROM passkeys WHERE id = ?")
        .param(id.getBytes())
        .query((row, _) -> key(row))
        .optional()
        .orElse(null);
  }

  @Override
  public List<CredentialRecord> findByUserId(Bytes account) {
    return sql.sql("SELECT * FROM passkeys WHERE account_id = ?")
        .param(text(account))
        .query((row, _) -> key(row))
        .list();
  }

  /// An account's id as authenticators keep it.
  static Bytes handle(String account) {
    return new Bytes(account.getBytes(StandardCharsets.UTF_8));
  }

  static String text(Bytes handle) {
    return new String(handle.getBytes(), StandardCharsets.UTF_8);
  }

  private static CredentialRecord key(ResultSet row) throws SQLException {
    return ImmutableCredentialRecord.builder()
        .credentialType(PublicKeyCredentialType.PUBLIC_KEY)
        .credentialId(new Bytes(row.getBytes("id")))
        .userEntityUserId(handle(row.getString("account_id")))
        .publicKey(new ImmutablePublicKeyCose(row.getBytes("public_key")))
        .signatureCount(row.getLong("signature_count"))
        .uvInitialized(true) // none is taken without
        .transports(transports(row))
        .backupEligible(row.getBoolean("backup_eligible"))
        .backupState(row.getBoolean("backed_up"))
        .attestationObject(new Bytes(row.getBytes("attestation")))
        .attestationClientDataJSON(new Bytes(row.getBytes("client_data")))
        .created(instant(row, "made_at"))
        .lastUsed(instant(row, "used_at"))
        .label(row.getString("label"))
        .build();
  }

  private static Set<AuthenticatorTransport> transports(ResultSet row) throws SQLException {
    return Stream.of((String[]) row.getArray("transports").getArray())
        .map(AuthenticatorTransport::valueOf)
        .collect(Collectors.toSet());
  }

  private static byte[] bytes(@Nullable Bytes bytes) {
    return bytes == null ? new byte[0] : bytes.getBytes();
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
