package dev.overwinter.api.auth.passkey;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.stereotype.Component;

/// Accounts as the owners of passkeys; they are made and changed elsewhere.
@Component
class Owners implements PublicKeyCredentialUserEntityRepository {
  private final JdbcClient sql;

  Owners(JdbcClient sql) {
    this.sql = sql;
  }

  @Override
  public @Nullable PublicKeyCredentialUserEntity findById(Bytes id) {
    return find("id", Passkeys.text(id)).orElse(null);
  }

  @Override
  public @Nullable PublicKeyCredentialUserEntity findByUsername(String name) {
    return find("name", name).orElse(null);
  }

  @Override
  public void save(PublicKeyCredentialUserEntity owner) {
    throw new IllegalStateException("no account is made by a passkey");
  }

  @Override
  public void delete(Bytes id) {
    throw new IllegalStateException("no account is removed by a passkey");
  }

  private Optional<PublicKeyCredentialUserEntity> find(String column, String value) {
    return sql.sql("SELECT id, name FROM accounts WHERE NOT disabled AND " + column + " = ?")
        .param(value)
        .query((row, _) ->
            ImmutablePublicKeyCredentialUserEntity.builder()
                .id(Passkeys.handle(row.getString("id")))
                .name(row.getString("name"))
                .displayName(row.getString("name"))
                .build())
        .optional();
  }
}
